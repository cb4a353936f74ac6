import { ValidationError } from '../errors/index.js'
import { pathText } from '../options/index.js'
import type { SettingPath, SettingsDeclaration, StandardIssue } from '../ports/index.js'
import { placeholder } from '../secrets/index.js'
import { type RecordSecrets, requireSecretKey } from './record-secrets.js'
import type { Runtime } from './runtime.js'

/** The secret texts of settings, by their paths as JSON. */
export type SettingSecrets = NonNullable<RecordSecrets['settings']>

/** Settings that were checked, with their secrets apart. */
export interface CheckedSettings<Settings extends object> {
  /** The settings as they are stored, with the secrets masked. */
  readonly settings: Settings
  /** The secret texts; absent when there are none. */
  readonly secrets?: SettingSecrets
}

/** The call that settings are checked for. */
export interface SettingsCall {
  /** The function that was called, which begins the message of an error. */
  readonly call: string
  /** The option that has them, which begins the paths of an error. @default they are the options themselves */
  readonly option?: string
  /** The declaration of the adapter that takes them. */
  readonly declaration: SettingsDeclaration<object>
}

/** The maximum size of settings, in characters of JSON. */
const maxSettingsChars = 65_536

/**
 * Checks settings by the schema of their adapter, and takes the secrets out.
 *
 * @throws `ValidationError` naming each setting that is wrong, or is secret while the host has no key.
 */
export async function checkSettings<Settings extends object>(
  runtime: Pick<Runtime, 'secretBox'>,
  { call, option, declaration }: SettingsCall,
  given: Settings,
): Promise<CheckedSettings<Settings>> {
  const settings = settingsAsJson(given)
  const at = (path: SettingPath) => pathText(option === undefined ? [...path] : [option, ...path])
  const refuse = (path: string, message: string) => new ValidationError(call, [{ path, message }])
  if (JSON.stringify(settings).length > maxSettingsChars)
    throw refuse(
      option ?? Object.keys(settings)[0] ?? '',
      `expected settings of at most ${maxSettingsChars} characters in all`,
    )
  const { issues } = await declaration.schema['~standard'].validate(settings)
  if (issues)
    throw new ValidationError(
      call,
      issues.map((issue) => ({ path: at(pathOf(issue)), message: issue.message })),
    )
  const { masked, secrets } = maskSecrets(settings, declaration.secretPaths?.(settings) ?? [])
  for (const [path, secret] of Object.entries(secrets)) {
    const shown = at(JSON.parse(path) as SettingPath)
    requireSecretKey(runtime, call, shown)
    if (secret === placeholder)
      throw refuse(shown, `expected the secret itself, got its mask '${placeholder}'`)
  }
  return Object.keys(secrets).length === 0 ? { settings: masked } : { settings: masked, secrets }
}

/** Fills the stored secrets in where settings have their masks. */
export function withSecrets<Settings extends object>(
  settings: Settings,
  secrets: SettingSecrets = {},
): Settings {
  const filled = structuredClone(settings)
  for (const [path, secret] of Object.entries(secrets)) {
    const place = placeOf(filled, JSON.parse(path) as SettingPath)
    if (place?.holder[place.name] === placeholder) place.holder[place.name] = secret
  }
  return filled
}

/** Returns settings as they are stored: without what is `undefined`, and with patterns as their texts. */
export const settingsAsJson = <Settings extends object>(settings: Settings): Settings =>
  JSON.parse(
    JSON.stringify(settings, (_, value: unknown) => (value instanceof RegExp ? patternText(value) : value)),
  )

/** Returns a pattern as a text, with its flags in front, as in `(?i)ready`. */
const patternText = ({ source, flags }: RegExp): string => {
  const inline = flags.replace(/[^ims]/g, '')
  return inline === '' ? source : `(?${inline})${source}`
}

function maskSecrets<Settings extends object>(settings: Settings, paths: readonly SettingPath[]) {
  const masked = structuredClone(settings)
  const secrets: Record<string, string> = {}
  for (const path of paths) {
    const place = placeOf(masked, path)
    const secret = place?.holder[place.name]
    if (!place || typeof secret !== 'string' || secret === '') continue
    secrets[JSON.stringify(path)] = secret
    place.holder[place.name] = placeholder
  }
  return { masked, secrets }
}

/** Returns the object at a path without its last part, and that part. */
function placeOf(settings: unknown, path: SettingPath) {
  const name = path.at(-1)
  let holder = settings
  for (const part of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, part)) return undefined
    holder = (holder as Record<string | number, unknown>)[part]
  }
  if (typeof holder !== 'object' || holder === null || name === undefined || !Object.hasOwn(holder, name))
    return undefined
  return { holder: holder as Record<string | number, unknown>, name }
}

const pathOf = ({ path = [] }: StandardIssue): (string | number)[] =>
  path.map((part) => {
    const key = typeof part === 'object' ? part.key : part
    return typeof key === 'number' ? key : String(key)
  })

/** Returns what is wrong with settings, by a library of any kind, with its place as a text. */
export const settingIssue = (issue: StandardIssue) => ({
  path: pathText(pathOf(issue)),
  message: issue.message,
})
