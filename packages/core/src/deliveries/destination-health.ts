import type { Severity } from '../alerting/alert-notice.js'
import { TelltaleError } from '../errors/index.js'
import type { Tables } from '../ports/index.js'
import { type Destination, destinationsTable } from '../records/destination-records.js'

import {
  type DeliveryDraft,
  type Emit,
  enqueueDeliveries,
  everyRecord,
  type Runtime,
  storeRecord,
  withdrawDeliveries,
} from '../runtime/index.js'
import { dayMs } from '../time/index.js'
import { groupBy } from './group-by.js'
import type { DeliveryResult } from './outcome.js'

/** The time of failures after which a destination is disabled, as Standard Webhooks recommends. */
const maxFailingMs = 5 * dayMs

/** Converts the place that a service moved a destination to into the members to store. */
export type MoveDestination = (
  tables: Tables,
  destination: Destination,
  movedTo: object,
) => Promise<Destination>

/** The transaction that results are stored in. */
export interface HealthChange {
  readonly runtime: Runtime
  readonly tables: Tables
  readonly emit: Emit
  readonly moveDestination: MoveDestination
}

/** Notes on the destinations of an owner what deliveries to them came to. */
export async function noteDestinations(
  change: HealthChange,
  results: readonly DeliveryResult[],
): Promise<void> {
  const known = results.filter(({ destination }) => destination)
  for (const ofOne of groupBy(known, ({ delivery }) => delivery.destinationId).values())
    await noteDestination(change, ofOne)
}

async function noteDestination(change: HealthChange, results: readonly DeliveryResult[]): Promise<void> {
  const known = results[0]?.destination
  if (!known || !isWorthNoting(known, results, change.runtime.clock.now())) return
  const stored = await change.tables.collection(destinationsTable).get(known.ownerId, known.id)
  if (!stored || stored.status === 'disabled') return
  const at = change.runtime.clock.now()
  const gone = results.find(({ outcome }) => outcome.status === 'failed' && outcome.isGone)
  if (gone) return disable(change, stored, reasonOf(gone))
  const places = results.flatMap(({ outcome }) => (outcome.status === 'sent' ? (outcome.movedTo ?? []) : []))
  const { failingSince, ...rest } = { ...stored, updatedAt: at }
  if (results.some(({ outcome }) => outcome.status === 'sent')) {
    const after = await moved(change, rest, places.at(-1))
    const destination = await storeRecord(change.tables, destinationsTable, after)
    if (failingSince !== undefined)
      change.emit('destination:recovered', { destination: shown(destination), failingSince })
    return
  }
  const failed = results.findLast(
    ({ outcome }) => outcome.status === 'failed' || outcome.status === 'retried',
  )
  if (failingSince !== undefined && at - failingSince >= maxFailingMs)
    return disable(change, stored, `nothing reached it for five days; at last ${reasonOf(failed)}`)
  if (failingSince === undefined)
    await storeRecord(change.tables, destinationsTable, { ...rest, failingSince: at })
}

/** Returns a destination at the place that its service moved it to. A place that its channel does not take is not kept. */
async function moved(
  { runtime, tables, moveDestination }: HealthChange,
  destination: Destination,
  place: object | undefined,
): Promise<Destination> {
  if (!place) return destination
  try {
    return await moveDestination(tables, destination, place)
  } catch (cause) {
    if (TelltaleError.is(cause) && (cause.code === 'CONFLICT' || cause.code.startsWith('STORAGE_')))
      throw cause
    runtime.report(cause, `moving the destination ${destination.id}`)
    return destination
  }
}

/** Tells whether results change anything, by the destination as it was read: most leave it as it is. */
function isWorthNoting(
  { failingSince }: Destination,
  results: readonly DeliveryResult[],
  now: number,
): boolean {
  return results.some(({ outcome }) => {
    if (outcome.status === 'sent') return failingSince !== undefined || outcome.movedTo !== undefined
    if (outcome.status === 'failed' && outcome.isGone) return true
    if (outcome.status !== 'failed' && outcome.status !== 'retried') return false
    return failingSince === undefined || now - failingSince >= maxFailingMs
  })
}

/** Returns a destination for an event: the hash of a short code says the code. */
const shown = ({ verification: _, ...rest }: Destination): Destination => rest

const reasonOf = (result: DeliveryResult | undefined): string =>
  result && 'reason' in result.outcome ? result.outcome.reason : 'it failed'

/** Disables a destination, withdraws what waits for it, and tells of it on another one of the owner. */
async function disable(change: HealthChange, stored: Destination, reason: string): Promise<void> {
  const { runtime, tables, emit } = change
  const { id, ownerId, status } = stored
  const at = runtime.clock.now()
  const destination = await storeRecord(tables, destinationsTable, {
    ...stored,
    status: 'disabled',
    disabledReason: reason,
    updatedAt: at,
  })
  await withdrawDeliveries(runtime, tables, {
    ownerId,
    where: { destinationId: id },
    reason: 'its destination is disabled',
  })
  emit('destination:disabled', { destination: shown(destination) })
  if (status !== 'active') return
  const other = await otherDestination(tables, destination)
  if (other) await enqueueDeliveries(runtime, tables, [disabledNotice(destination, other, { at, reason })])
}

/** Returns another active destination of the owner: one of another channel and without failures where there is one. */
async function otherDestination(
  tables: Tables,
  { id, ownerId, channel }: Destination,
): Promise<Destination | undefined> {
  const active: Destination[] = []
  const where = { status: 'active' }
  for await (const each of everyRecord(tables.collection(destinationsTable), ownerId, { where }))
    if (each.id !== id) active.push(each)
  const rank = (each: Destination): number =>
    (each.failingSince === undefined ? 0 : 2) + (each.channel === channel ? 1 : 0)
  return active.sort((one, other) => rank(one) - rank(other))[0]
}

function disabledNotice(
  { id, ownerId, channel, label, version }: Destination,
  other: Destination,
  { at, reason }: { readonly at: number; readonly reason: string },
): DeliveryDraft {
  const severity: Severity = 'warning'
  return {
    ownerId,
    key: `disabled:${id}:${version}`,
    destinationId: other.id,
    channel: other.channel,
    kind: 'disabled',
    severity,
    notice: { kind: 'disabled', at, channel, label, reason },
  }
}
