import { AdapterError, ValidationError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { Probe } from '../ports/index.js'
import {
  adaptersWith,
  checkSettings,
  type Runtime,
  type SettingSecrets,
  settingIssue,
  settingsAsJson,
  withSecrets,
} from '../runtime/index.js'

/** The settings of a monitor, as JSON. */
export interface MonitorSettings {
  readonly request?: Readonly<Record<string, unknown>>
  readonly expect?: Readonly<Record<string, unknown>>
}

/** The settings of a monitor that were checked, with their secrets apart. */
interface CheckedMonitorSettings {
  /** The members of the monitor, with the secrets masked. */
  readonly members: MonitorSettings & { readonly hasSecretSettings?: boolean }
  /** The secret texts; absent when there are none. */
  readonly secrets?: SettingSecrets
}

/** The call that settings are checked for. */
interface MonitorCall {
  /** The function that was called, which begins the message of an error. */
  readonly call: string
  /** The id of the adapter whose probe takes them. */
  readonly adapter: string
}

/**
 * Checks the settings of a monitor by the schema of its probe, and takes the secrets out.
 *
 * @throws `ValidationError` naming each setting that is wrong, or is secret while the host has no key.
 */
export async function checkMonitorSettings(
  runtime: Runtime,
  { call, adapter }: MonitorCall,
  given: MonitorSettings,
): Promise<CheckedMonitorSettings> {
  const [named] = Object.keys(settingsAsJson(given))
  if (named === undefined) return { members: {} }
  const declaration = probeOf(runtime, adapter)?.settings
  const message = `the adapter '${adapter}' takes no settings of single monitors`
  if (!declaration) throw new ValidationError(call, [{ path: named, message }])
  const { settings, secrets } = await checkSettings(runtime, { call, declaration }, given)
  if (!secrets) return { members: settings }
  return { members: { ...settings, hasSecretSettings: true }, secrets }
}

/**
 * Returns the settings of a monitor as its probe takes them.
 *
 * @throws `AdapterError` when the probe of today does not take them, or their secrets are gone.
 */
export async function settingsForProbe(
  probe: Probe,
  monitor: MonitorSettings & { readonly hasSecretSettings?: boolean; readonly name: string },
  secrets: SettingSecrets | undefined,
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
  const [{ path, message } = { path: '', message: 'it is not valid' }] = result.issues.map(settingIssue)
  throw new AdapterError(`a setting of ${name} is not valid any more: ${path}: ${message}`)
}

const probeOf = (runtime: Runtime, id: string): Probe | undefined =>
  adaptersWith(runtime.adapters, 'probe').find((adapter) => adapter.id === id)?.probe
