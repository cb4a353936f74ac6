import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { generatedMigration } from './generated-migration.js'
import { generatedMigrationTexts, readMigrationFiles } from './generated-migration-texts.js'
import { generatedPage } from './generated-page.js'
import { generatedSchema } from './generated-schema.js'

/**
 * Writes what is generated from the definitions of the tables: the newest migration, or with `--next <name>` another one
 * after those that were released; the module of all migrations; the tables for drizzle-orm; and `docs/schema.md`.
 */
/** The line after which a migration is written by hand: what moves data. It stays when the rest is generated anew. */
const handMark = '\n-- By hand:\n'

const { next } = parseArgs({ options: { next: { type: 'string' } } }).values
const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const files = readMigrationFiles()
const earlier = next || files.length === 0 ? files : files.slice(0, -1)
const number = String(earlier.length + 1).padStart(4, '0')
const name = next ? `${number}_${next}` : (files.at(-1)?.name ?? `${number}_tables`)
const generated = generatedMigration(earlier.map((file) => file.text).join('\n'))
const byHand = next ? undefined : files.at(-1)?.text.split(handMark)[1]
const text = byHand === undefined ? generated : `${generated}${handMark}${byHand}`
if (text) writeFileSync(pathOf(`../migrations/${name}.sql`), text)
writeFileSync(pathOf('../src/migration-texts.ts'), generatedMigrationTexts())
for (const kind of ['collections', 'series'] as const)
  writeFileSync(pathOf(`../src/schema/${kind}.ts`), generatedSchema(kind))
writeFileSync(pathOf('../../../docs/schema.md'), generatedPage())
const written = ['../src/migration-texts.ts', '../src/schema', '../../../docs/schema.md'].map(pathOf)
spawnSync('npx', ['biome', 'check', '--write', ...written], { stdio: 'inherit' })
