import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { generatedMigration } from './generated-migration.js'
import { generatedPage } from './generated-page.js'
import { generatedSchema } from './generated-schema.js'

/**
 * Writes what is generated from the definitions of the tables: the newest migration, or with `--next <name>` another one
 * after those that were released; the tables for drizzle-orm; and `docs/schema.md`.
 */
const { next } = parseArgs({ options: { next: { type: 'string' } } }).values
const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const files = readdirSync(pathOf('../migrations'))
  .filter((file) => file.endsWith('.sql'))
  .sort()
const earlier = next || files.length === 0 ? files : files.slice(0, -1)
const number = String(earlier.length + 1).padStart(4, '0')
const file = next ? `${number}_${next}.sql` : (files.at(-1) ?? `${number}_tables.sql`)
const text = generatedMigration(
  earlier.map((name) => readFileSync(pathOf(`../migrations/${name}`), 'utf8')).join('\n'),
)
if (text) writeFileSync(pathOf(`../migrations/${file}`), text)
for (const kind of ['collections', 'series'] as const)
  writeFileSync(pathOf(`../src/schema/${kind}.ts`), generatedSchema(kind))
writeFileSync(pathOf('../../../docs/schema.md'), generatedPage())
const written = ['../src/schema', '../../../docs/schema.md'].map(pathOf)
spawnSync('npx', ['biome', 'check', '--write', ...written], { stdio: 'inherit' })
