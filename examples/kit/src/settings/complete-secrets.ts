import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type CompleteSettings, type ServerSettings, secretNames } from './server-settings.js'

const fileSchema = z.partialRecord(z.enum(secretNames), z.string().min(32))

/**
 * Completes settings by secrets for development. They are made once and kept in `secrets.json` of the data folder, readable
 * by its user alone, so that sessions outlive a restart. Settings that are complete are returned as they are.
 *
 * @throws `Error` when the file is there and cannot be read.
 */
export async function completeSecrets(settings: ServerSettings): Promise<CompleteSettings> {
  if (secretNames.every((name) => settings[name] !== undefined)) return settings as CompleteSettings
  const path = join(settings.DATA_FOLDER, 'secrets.json')
  const kept = await readKept(path)
  const made = Object.fromEntries(
    secretNames.map((name) => [name, settings[name] ?? kept[name] ?? randomBytes(32).toString('base64url')]),
  )
  await mkdir(settings.DATA_FOLDER, { recursive: true })
  await writeFile(path, `${JSON.stringify({ ...kept, ...made }, undefined, 2)}\n`, { mode: 0o600 })
  return { ...settings, ...made } as CompleteSettings
}

async function readKept(path: string): Promise<z.output<typeof fileSchema>> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}'
    throw cause
  })
  try {
    return fileSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${path} is damaged; delete it, and everyone signs in once more`, { cause })
  }
}
