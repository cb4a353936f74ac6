import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { BudgetError, ConflictError } from '../../errors/index.js'
import type { Tables } from '../../ports/index.js'
import type { Destination, DestinationVerification } from '../../records/destination-records.js'
import { enqueueDeliveries, type Runtime } from '../../runtime/index.js'
import { hourMs, minuteMs } from '../../time/index.js'

/** The time for which a code counts. */
const codeMs = 10 * minuteMs

/** The number of wrong codes after which a code counts no more: a guess succeeds once in 200,000 codes. */
const maxWrongCodes = 5

/** The maximum number of codes to one destination in an hour, and of all codes and tests of an owner: nobody is flooded. */
const [maxToDestination, maxOfOwner] = [5, 30]

/**
 * Counts a code or a test that an owner sends to a destination.
 *
 * @throws `BudgetError` when the owner sent 30 in an hour, or 5 of them to it.
 */
export async function countSending(
  { storage, clock }: Runtime,
  { id, ownerId }: Pick<Destination, 'id' | 'ownerId'>,
): Promise<void> {
  const now = clock.now()
  const add = (key: string, limit: number) =>
    storage.counters.add(ownerId, key, 1, { now, limit, resetAt: now + hourMs })
  const refuse = (limit: number, where: string) =>
    new BudgetError(`${limit} codes and tests were sent${where} within an hour; try again in an hour`)
  if (!(await add(`alert codes to ${id}`, maxToDestination)).ok) throw refuse(maxToDestination, ' to it')
  if (!(await add('alert codes', maxOfOwner)).ok) throw refuse(maxOfOwner, '')
}

/** Makes a code for a destination, and stores the delivery of it: in the transaction that stores the destination. */
export async function withNewCode(
  runtime: Runtime,
  tables: Tables,
  destination: Destination,
): Promise<Destination> {
  const { id, ownerId, channel } = destination
  const at = runtime.clock.now()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const expiresAt = at + codeMs
  await enqueueDeliveries(runtime, tables, [
    {
      ownerId,
      key: `verification:${id}:${runtime.newId()}`,
      destinationId: id,
      channel,
      kind: 'verification',
      severity: 'info',
      notice: { kind: 'verification', at, code, expiresAt },
    },
  ])
  return { ...destination, verification: { codeHash: hashOf(destination, code), expiresAt, wrongCodes: 0 } }
}

/**
 * Returns the open code of a destination.
 *
 * @throws `ConflictError` when there is none: none was sent, it is too old, or too many wrong ones were tried.
 */
export function openCode({ verification }: Destination, now: number): DestinationVerification {
  if (!verification || verification.expiresAt <= now)
    throw new ConflictError('no code is open; alerts.destinations.sendCode(id) sends one')
  if (verification.wrongCodes >= maxWrongCodes)
    throw new ConflictError(
      `${maxWrongCodes} wrong codes were tried; alerts.destinations.sendCode(id) sends another one`,
    )
  return verification
}

/** Tells whether a code is the one that was sent, in a time that does not depend on it. */
export const isCode = (
  destination: Destination,
  { codeHash }: DestinationVerification,
  code: string,
): boolean => timingSafeEqual(Buffer.from(codeHash, 'hex'), Buffer.from(hashOf(destination, code), 'hex'))

const hashOf = ({ ownerId, id }: Destination, code: string): string =>
  createHash('sha256').update(`${ownerId}/${id}/${code}`).digest('hex')
