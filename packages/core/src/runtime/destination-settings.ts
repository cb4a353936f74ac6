import { AdapterError } from '../errors/index.js'
import { defined, omit } from '../options/index.js'
import type { ChannelAdapter, Tables } from '../ports/index.js'
import type { Destination } from '../records/destination-records.js'
import { adaptersWith } from './choose-adapter.js'
import { withdrawDeliveries } from './deliveries.js'
import { readSecrets, storeSecrets } from './record-secrets.js'
import type { Runtime } from './runtime.js'
import { checkSettings, type SettingSecrets, settingIssue, withSecrets } from './secret-settings.js'

/** The parts of a destination that its settings decide, with the secrets apart. */
export interface DestinationPlace {
  /** The members of the destination, with the secrets masked. */
  readonly members: Pick<Destination, 'settings' | 'hasSecretSettings' | 'label'>
  /** The secret texts; absent when there are none. */
  readonly secrets?: SettingSecrets
}

/** Returns the channel of an adapter; `undefined` when no adapter with this id has one. */
export const channelOf = ({ adapters }: Pick<Runtime, 'adapters'>, id: string) =>
  adaptersWith(adapters, 'channel').find((adapter) => adapter.id === id)?.channel

/**
 * Checks the settings of a destination by the schema of its channel, takes the secrets out, and names the place.
 *
 * @throws `ValidationError` naming each setting that is wrong, or is secret while the host has no key.
 */
export async function checkPlace(
  runtime: Runtime,
  channel: ChannelAdapter['channel'],
  { call, settings: given }: { readonly call: string; readonly settings: object },
): Promise<DestinationPlace> {
  const declaration = channel.destination
  const checked = await checkSettings(runtime, { call, option: 'settings', declaration }, given)
  const settings = checked.settings as Destination['settings']
  const { secrets } = checked
  const label = channel.label(await validated(channel, withSecrets(settings, secrets), 'the destination'))
  const hasSecretSettings = secrets ? true : undefined
  return { members: { settings, label, ...defined({ hasSecretSettings }) }, ...defined({ secrets }) }
}

/**
 * Returns the settings of a destination as its channel takes them, with their secrets.
 *
 * @throws `AdapterError` when the channel of today does not take them, or their secrets are gone.
 */
export async function destinationForChannel(runtime: Runtime, destination: Destination): Promise<unknown> {
  const { channel: id, settings, hasSecretSettings, label } = destination
  const channel = channelOf(runtime, id)
  if (!channel) throw new AdapterError(`no adapter with the id '${id}' has a channel any more`)
  const secrets = await settingSecretsOf(runtime, runtime.storage, destination)
  if (hasSecretSettings && secrets === undefined)
    throw new AdapterError(
      `the secret settings of ${label} are not stored, since no backup contains them; set them once more`,
    )
  return validated(channel, withSecrets(settings, secrets), label)
}

/** Reads the secret settings of a destination, if it has any. */
async function settingSecretsOf(
  { secretBox }: Pick<Runtime, 'secretBox'>,
  tables: Tables,
  destination: Destination,
): Promise<SettingSecrets | undefined> {
  if (!destination.hasSecretSettings) return undefined
  return (await readSecrets(tables, secretBox, destination)).settings
}

/** Returns a destination at another place, and stores the secrets of that in place of those before: in its transaction. */
export async function withPlace(
  { secretBox }: Pick<Runtime, 'secretBox'>,
  tables: Tables,
  destination: Destination,
  { members, secrets }: DestinationPlace,
): Promise<Destination> {
  const moved = { ...omit(destination, 'hasSecretSettings'), ...members }
  if (secrets || destination.hasSecretSettings)
    await storeSecrets(tables, secretBox, moved, defined({ settings: secrets }))
  return moved
}

/**
 * Returns a destination at the place that its service moved it to, and stores the secrets of that: in its transaction.
 *
 * @throws `AdapterError` or `ValidationError` when its channel does not take the place.
 */
export async function movedDestination(
  runtime: Runtime,
  tables: Tables,
  destination: Destination,
  movedTo: object,
): Promise<Destination> {
  const { channel: id } = destination
  const channel = channelOf(runtime, id)
  if (!channel) throw new AdapterError(`no adapter with the id '${id}' has a channel any more`)
  const place = await checkPlace(runtime, channel, { call: `the channel '${id}'`, settings: movedTo })
  return withPlace(runtime, tables, destination, place)
}

/** Returns a destination that nothing is sent to any more, and withdraws what waits for it: in its transaction. */
export async function disableDestination(
  runtime: Pick<Runtime, 'clock'>,
  tables: Tables,
  destination: Destination,
  disabledReason: string,
): Promise<Destination> {
  const { id: destinationId, ownerId } = destination
  const reason = 'its destination is disabled'
  await withdrawDeliveries(runtime, tables, { ownerId, where: { destinationId }, reason })
  return { ...omit(destination, 'verification'), status: 'disabled', disabledReason }
}

async function validated(
  channel: ChannelAdapter['channel'],
  settings: object,
  name: string,
): Promise<unknown> {
  const result = await channel.destination.schema['~standard'].validate(settings)
  if (!result.issues) return result.value
  const [{ path, message } = { path: '', message: 'it is not valid' }] = result.issues.map(settingIssue)
  throw new AdapterError(`a setting of ${name} is not valid any more: ${path}: ${message}`)
}
