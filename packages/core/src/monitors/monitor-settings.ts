import { AdapterError, ValidationError } from '../errors/index.js'
import { defined, pathText } from '../options/index.js'
import type { Probe, ProbeSettings, SettingPath, StandardIssue } from '../ports/index.js'
import { adaptersWith, type Runtime, requireSecretKey } from '../runtime/index.js'
import { placeholder } from '../secrets/index.js'

/** The settings of a monitor, as JSON. */
export interface MonitorSettings {
  readonly request?: Readonly<Record<string, unknown>>
  readonly expect?: Readonly<Record<string, unknown>>
}

/** Settings that were checked, with their secrets apart. */
export interface CheckedSettings {
  /** The members of the monitor, with the secrets masked. */
  readonly members: MonitorSettings & { readonly hasSecretSettings?: boolean }
  /** The secret texts, by their paths as JSON; absent when there are none. */
  readonly secrets?: Readonly<Record<string, string>>
}

/** The call that settings are checked for. */
interface SettingsCall {
  /** The function that was called, which begins the message of an error. */
  readonly call: string
  /** The id of the adapter whose probe takes them. */
  readonly adapter: string
}

/** The maximum size of a monitor's settings, in characters of JSON. */
const maxSettingsChars = 65_536

/**
 * Checks the settings of a monitor by the schema of its probe, and takes the secrets out.
 *
 * @throws `ValidationError` naming each setting that is wrong, or is secret while the host has no key.
 */
export async function checkSettings(
  runtime: Runtime,
  { call, adapter }: SettingsCall,
  given: MonitorSettings,
): Promise<CheckedSettings> {
  const settings = jsonOf(given)
  const [named] = Object.keys(settings)
  if (named === undefined) return { members: {} }
  const refuse = (path: string, message: string) => new ValidationError(call, [{ path, message }])
  const probe = probeOf(runtime, adapter)
  if (!probe?.settings) throw refuse(named, `the adapter '${adapter}' takes no settings of single monitors`)
  if (JSON.stringify(settings).length > maxSettingsChars)
    throw refuse(named, `expected settings of at most ${maxSettingsChars} characters in all`)
  const { issues } = await probe.settings.schema['~standard'].validate(settings)
  if (issues) throw new ValidationError(call, issues.map(toIssue))
  const paths = probe.settings.secretPaths?.(settings) ?? []
  const { masked, secrets } = maskSecrets(settings, paths)
  for (const [path, secret] of Object.entries(secrets)) {
    const shown = pathText(JSON.parse(path) as SettingPath)
    requireSecretKey(runtime, call, shown)
    if (secret === placeholder)
      throw refuse(shown, `expected the secret itself, got its mask '${placeholder}'`)
  }
  if (Object.keys(secrets).length === 0) return { members: masked }
  return { members: { ...masked, hasSecretSettings: true }, secrets }
}

/**
 * Returns the settings of a monitor as its probe takes them.
 *
 * @throws `AdapterError` when the probe of today does not take them, or their secrets are gone.
 */
export async function settingsForProbe(
  probe: Probe,
  monitor: MonitorSettings & { readonly hasSecretSettings?: boolean; readonly name: string },
  secrets: CheckedSettings['secrets'],
): Promise<unknown> {
  const { request, expect, hasSecretSettings, name } = monitor
  if (request === undefined && expect === undefined) return undefined
  if (hasSecretSettings && secrets === undefined)
    throw new AdapterError(
      `the secret settings of ${name} are not stored, since no backup contains them; set its request once more`,
    )
  if (!probe.settings) throw new AdapterError(`the probe of ${name} takes no settings any more`)
  const settings = withSecrets(defined({ request, expect }), secrets)
  const result = await probe.settings.schema['~standard'].validate(settings)
  if (!result.issues) return result.value
  const [{ path, message } = { path: '', message: 'it is not valid' }] = result.issues.map(toIssue)
  throw new AdapterError(`a setting of ${name} is not valid any more: ${path}: ${message}`)
}

/** Fills the stored secrets in where settings have their masks. */
export function withSecrets<Settings extends MonitorSettings>(
  settings: Settings,
  secrets: CheckedSettings['secrets'] = {},
): Settings {
  const filled = structuredClone(settings)
  for (const [path, secret] of Object.entries(secrets)) {
    const place = placeOf(filled, JSON.parse(path) as SettingPath)
    if (place?.holder[place.name] === placeholder) place.holder[place.name] = secret
  }
  return filled
}

const probeOf = (runtime: Runtime, id: string): Probe | undefined =>
  adaptersWith(runtime.adapters, 'probe').find((adapter) => adapter.id === id)?.probe

/** Returns settings as they are stored: without what is `undefined`, and with patterns as their texts. */
const jsonOf = (settings: MonitorSettings): ProbeSettings & MonitorSettings =>
  JSON.parse(
    JSON.stringify(settings, (_, value: unknown) => (value instanceof RegExp ? patternText(value) : value)),
  )

/** Returns a pattern as a text, with its flags in front, as in `(?i)ready`. */
const patternText = ({ source, flags }: RegExp): string => {
  const inline = flags.replace(/[^ims]/g, '')
  return inline === '' ? source : `(?${inline})${source}`
}

function maskSecrets<Settings extends MonitorSettings>(settings: Settings, paths: readonly SettingPath[]) {
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

const toIssue = ({ path = [], message }: StandardIssue) => ({
  path: pathText(
    path.map((part) => {
      const key = typeof part === 'object' ? part.key : part
      return typeof key === 'number' ? key : String(key)
    }),
  ),
  message,
})
