import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

/** The files of `migrations/`, in order, each with its name without the extension. */
export function readMigrationFiles(): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ name: file.slice(0, -4), text: readFileSync(`${folder}${file}`, 'utf8') }))
}

/** Returns the source of the module that holds the text of every migration. */
export function generatedMigrationTexts(): string {
  const entries = readMigrationFiles().map(({ name, text }) => {
    const literal = text.replaceAll(/[\\`]|\$\{/g, '\\$&')
    return `  '${name}': \`${literal}\`,\n`
  })
  return `// Generated from \`migrations/*.sql\` by \`pnpm generate\`.

/** The text of each migration by its name, in order. */
export const migrationTexts: Readonly<Record<string, string>> = {
${entries.join('')}}
`
}
