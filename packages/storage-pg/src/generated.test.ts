import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { generatedMigration } from '../scripts/generated-migration.js'
import { readMigrationFiles } from '../scripts/generated-migration-texts.js'
import { generatedPage } from '../scripts/generated-page.js'
import { generatedSchema } from '../scripts/generated-schema.js'
import { migrationTexts } from './migration-texts.js'

// Where one of these fails, run `pnpm generate` in packages/storage-pg.
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')
const files = readMigrationFiles()
const all = files.map(({ text }) => text)

it('carries every migration as its file has it', () => {
  expect(Object.entries(migrationTexts)).toEqual(files.map(({ name, text }) => [name, text]))
})

it('has migrations for every table and column that is defined', () => {
  expect(generatedMigration(all.join('\n'))).toBe('')
})

it('has the newest migration as it is generated', () => {
  // What moves data stands after that, and is written by hand.
  const [generated] = all.at(-1)?.split('\n-- By hand:\n') ?? []
  expect(generated).toBe(generatedMigration(all.slice(0, -1).join('\n')))
})

it('generates columns that a table has more as another migration', () => {
  const text = all.join('\n')
  const older = text.replace(/^ {2}"region" text collate "C",\n/gm, '')
  expect(older).not.toBe(text)
  expect(generatedMigration(older)).toContain(
    'alter table "monitors" add column if not exists "region" text collate "C";',
  )
  expect(generatedMigration(older)).not.toContain('create table')
})

/** Without what the formatter changes. */
const bare = (source: string) => source.replaceAll(/[\s,()-]/g, '')

it('has docs/schema.md as it is generated', () => {
  expect(bare(read('../../../docs/schema.md'))).toBe(bare(generatedPage()))
})

it.each(['collections', 'series'] as const)('has the %s for drizzle-orm as they are generated', (kind) => {
  expect(bare(read(`schema/${kind}.ts`))).toBe(bare(generatedSchema(kind)))
})
