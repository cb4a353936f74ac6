import { ConflictError, ValidationError } from '../../errors/index.js'
import { defined, omit } from '../../options/index.js'
import { parseOptions, type Tables } from '../../ports/index.js'
import {
  type AlertDestination,
  type Destination,
  destinationsTable,
} from '../../records/destination-records.js'
import {
  channelOf,
  checkPlace,
  type DestinationPlace,
  disableDestination,
  enqueueDeliveries,
  type OwnedRecords,
  type Runtime,
  removeSecrets,
  storeRecord,
  tellOpenAlerts,
  versionCheck,
  withdrawDeliveries,
  withPlace,
} from '../../runtime/index.js'
import type { AlertDestinations } from './alert-destinations.js'
import { codeSchema, destinationPatchSchema } from './destination-options.js'
import { countSending, isCode, openCode, withNewCode } from './verification.js'

/** The operations that change one destination. */
export type DestinationChanges = Omit<AlertDestinations, 'create' | 'get' | 'list'>

/** Returns a destination as its owner sees it. */
export function shownDestination({ verification, ...rest }: Destination): AlertDestination {
  return { ...rest, ...defined({ codeExpiresAt: verification?.expiresAt }) }
}

/** Makes the operations that change the destinations of an owner. */
export function destinationChanges(
  runtime: Runtime,
  records: OwnedRecords<Destination>,
  ownerId: string,
): DestinationChanges {
  const { clock } = runtime
  const change = changeOf(runtime, records, ownerId)

  const verify: DestinationChanges['verify'] = async (id, given) => {
    const call = 'alerts.destinations.verify'
    const { code } = parseOptions(call, codeSchema, given)
    let isRight = true
    const verified = await change(id, (destination) => {
      isRight = true
      if (destination.status !== 'unverified') return destination
      const open = openCode(destination, clock.now())
      isRight = isCode(destination, open, code)
      if (!isRight) return { ...destination, verification: { ...open, wrongCodes: open.wrongCodes + 1 } }
      return { ...omit(destination, 'verification'), status: 'active', verifiedAt: clock.now() }
    })
    if (isRight) return verified
    throw new ValidationError(call, [{ path: 'code', message: 'expected the code that was sent last' }])
  }

  const sendCode: DestinationChanges['sendCode'] = async (id) => {
    const found = await records.find(id)
    requireUnverified(found)
    await countSending(runtime, found)
    return change(id, (destination, tables) => {
      requireUnverified(destination)
      return withNewCode(runtime, tables, destination)
    })
  }

  return {
    ...placeChanges({ runtime, records, change }, ownerId),
    verify,
    sendCode,
    test: (id) => sendTest(runtime, records, id),
    disable: (id) =>
      change(id, (destination, tables) =>
        destination.status === 'disabled'
          ? destination
          : disableDestination(runtime, tables, destination, 'its owner switched it off'),
      ),
  }
}

/** The parts that changes of a destination's place are made with. */
interface PlaceParts {
  readonly runtime: Runtime
  readonly records: OwnedRecords<Destination>
  readonly change: (
    id: string,
    changed: (destination: Destination, tables: Tables) => Promise<Destination> | Destination,
  ) => Promise<AlertDestination>
}

/** Makes the function that changes a destination in a transaction; one that becomes active is told of the alerts that are open. */
function changeOf(
  runtime: Runtime,
  records: OwnedRecords<Destination>,
  ownerId: string,
): PlaceParts['change'] {
  return async (id, changed) => {
    await records.find(id)
    const stored = await runtime.commit(ownerId, async (tables) => {
      const before = await tables.collection(destinationsTable).get(ownerId, id)
      if (!before) throw records.notFound(id)
      const next = await changed(before, tables)
      if (next === before) return before
      const updatedAt = runtime.clock.now()
      const after = await storeRecord(tables, destinationsTable, { ...next, updatedAt })
      if (after.status === 'active' && before.status !== 'active')
        await tellOpenAlerts(runtime, tables, after)
      return after
    })
    runtime.deliveriesWaiting.wake()
    runtime.stepsWaiting.wake(ownerId)
    return shownDestination(stored)
  }
}

/** Makes the operations after which a destination may have to be verified anew, and its removal. */
function placeChanges({ runtime, records, change }: PlaceParts, ownerId: string) {
  const update: DestinationChanges['update'] = async (id, given, options) => {
    const call = 'alerts.destinations.update'
    const checkVersion = versionCheck(call, options)
    const { settings, ...patch } = parseOptions(call, destinationPatchSchema, given)
    const found = await records.find(id)
    const place = settings && (await anotherPlace(runtime, found, { call, settings }))
    if (place && isForPeople(runtime, found)) await countSending(runtime, found)
    return change(id, async (destination, tables) => {
      checkVersion(destination)
      const patched = patchDestination(destination, patch)
      if (!place) return patched
      const moved = await withPlace(runtime, tables, omit(patched, 'verifiedAt'), place)
      return unverified(runtime, tables, moved)
    })
  }

  const enable: DestinationChanges['enable'] = async (id) => {
    const found = await records.find(id)
    const needsCode = found.status === 'disabled' && isUnverified(runtime, found)
    if (needsCode) await countSending(runtime, found)
    return change(id, (destination, tables) => {
      if (destination.status !== 'disabled') return destination
      return unverified(runtime, tables, omit(destination, 'disabledReason', 'failingSince'))
    })
  }

  const remove: DestinationChanges['remove'] = async (id, options) => {
    const checkVersion = versionCheck('alerts.destinations.remove', options)
    await records.find(id)
    await runtime.commit(ownerId, async (tables) => {
      const destination = await tables.collection(destinationsTable).get(ownerId, id)
      if (!destination) throw records.notFound(id)
      checkVersion(destination)
      const where = { destinationId: id }
      await withdrawDeliveries(runtime, tables, { ownerId, where, reason: 'its destination was removed' })
      await removeSecrets(tables, ownerId, id)
      await tables.collection(destinationsTable).delete(ownerId, [id])
    })
  }

  return { update, enable, remove }
}

const isForPeople = (runtime: Runtime, { channel }: Destination): boolean =>
  channelOf(runtime, channel)?.isForPeople ?? true

const isUnverified = (runtime: Runtime, destination: Destination): boolean =>
  destination.verifiedAt === undefined && isForPeople(runtime, destination)

/** Makes a destination active, or sends it a code when its reader has not verified it. */
async function unverified(runtime: Runtime, tables: Tables, destination: Destination): Promise<Destination> {
  if (!isUnverified(runtime, destination)) return { ...destination, status: 'active' }
  const { id: destinationId, ownerId } = destination
  const reason = 'its destination has to be verified'
  await withdrawDeliveries(runtime, tables, { ownerId, where: { destinationId }, reason })
  return withNewCode(runtime, tables, { ...destination, status: 'unverified' })
}

/** @throws `ConflictError` when a destination is verified or disabled. */
function requireUnverified({ status }: Destination): void {
  if (status === 'unverified') return
  throw new ConflictError(
    status === 'active'
      ? 'it is verified already'
      : 'it is disabled; alerts.destinations.enable(id) comes first',
  )
}

/** Checks new settings. Resolves to `undefined` when they are those that are stored. */
async function anotherPlace(
  runtime: Runtime,
  destination: Destination,
  { call, settings }: { readonly call: string; readonly settings: object },
): Promise<DestinationPlace | undefined> {
  if (JSON.stringify(settings) === JSON.stringify(destination.settings)) return undefined
  const channel = channelOf(runtime, destination.channel)
  const message = `no adapter with the id '${destination.channel}' has a channel any more`
  if (!channel) throw new ValidationError(call, [{ path: 'settings', message }])
  return checkPlace(runtime, channel, { call, settings })
}

type ParsedPatch = Omit<ReturnType<typeof destinationPatchSchema.parse>, 'settings'>

function patchDestination(destination: Destination, patch: ParsedPatch): Destination {
  const { name, language, timeZone, minSeverity, afterMs } = destination
  const kept = (given: string | null | undefined, before: string | undefined) =>
    given === undefined ? before : (given ?? undefined)
  return {
    ...omit(destination, 'name', 'language', 'timeZone'),
    minSeverity: patch.minSeverity ?? minSeverity,
    afterMs: patch.after ?? afterMs,
    ...defined({
      name: kept(patch.name, name),
      language: kept(patch.language, language),
      timeZone: kept(patch.timeZone, timeZone),
    }),
  }
}

async function sendTest(runtime: Runtime, records: OwnedRecords<Destination>, id: string): Promise<void> {
  const destination = await records.find(id)
  const { status, ownerId, channel } = destination
  if (status !== 'active')
    throw new ConflictError(
      status === 'disabled'
        ? 'it is disabled; enable it first'
        : 'it is not verified; nothing but its code goes to it',
    )
  await countSending(runtime, destination)
  const at = runtime.clock.now()
  const [key, kind] = [`test:${id}:${runtime.newId()}`, 'test' as const]
  const draft = {
    ownerId,
    key,
    destinationId: id,
    channel,
    kind,
    severity: 'info',
    notice: { kind, at },
  } as const
  await runtime.commit(ownerId, (tables) => enqueueDeliveries(runtime, tables, [draft]))
  runtime.deliveriesWaiting.wake()
}
