import { untilSignal } from '../async/index.js'
import { DeliveryError, TelltaleError, TimeoutError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { DeliveryReceipt, Notification } from '../ports/index.js'
import type { AdapterWith, Runtime } from '../runtime/index.js'
import { withSpan } from '../telemetry/index.js'
import type { DelivererOptions } from './deliverer-options.js'
import { notificationOf } from './notification-of.js'
import type { DeliveryOutcome } from './outcome.js'
import type { PreparedDelivery } from './prepare-deliveries.js'
import { nextAttemptAt } from './retry-plan.js'

/** The time that a channel has for one delivery, in milliseconds: a receiver that stalls holds no place for longer. */
export const sendTimeoutMs = 25_000

/** The least time until a message that waits for an earlier one of its episode is looked at again. */
const waitForEarlierMs = 500

/** Returns the outcome of a delivery that need not be tried now, or must not be. */
export function outcomeWithoutSending(
  { delivery, destination, waitsFor }: PreparedDelivery,
  now: number,
): DeliveryOutcome | undefined {
  const suppressed = (reason: string) => ({ status: 'suppressed', reason }) as const
  if (!destination) return suppressed('its destination was removed')
  if (destination.status === 'disabled')
    return suppressed(`its destination is disabled: ${destination.disabledReason ?? 'by its owner'}`)
  if (destination.status !== 'active' && delivery.kind !== 'verification')
    return suppressed('its destination is not verified')
  if (waitsFor === undefined) return undefined
  return { status: 'deferred', dueAt: Math.max(waitsFor, now + waitForEarlierMs) }
}

/** A channel that delivers, with what it needs. */
export interface Sender {
  readonly runtime: Runtime
  readonly adapter: AdapterWith<'channel'>
  readonly options: DelivererOptions
}

/** Sends a delivery once, and returns what became of it. It never rejects. */
export async function sendDelivery(
  sender: Sender,
  prepared: PreparedDelivery,
  settings: () => Promise<unknown>,
): Promise<DeliveryOutcome> {
  const { runtime, adapter, options } = sender
  try {
    const destination = await settings()
    const notification = await notificationOf(adapter.channel, prepared, options)
    const { messageId, movedTo } = await deliver(sender, prepared, { notification, destination })
    return { status: 'sent', ...defined({ messageId, movedTo }) }
  } catch (cause) {
    const isClosing = runtime.closing.aborted && isAborted(cause)
    if (isClosing) return { status: 'deferred', dueAt: runtime.clock.now() }
    return failureOf(sender, prepared, cause)
  }
}

const isAborted = (cause: unknown): boolean => TelltaleError.is(cause) && cause.code === 'ABORTED'

function deliver(
  { runtime, adapter }: Sender,
  { delivery, earlierMessageId }: PreparedDelivery,
  sent: { readonly notification: Notification; readonly destination: unknown },
): Promise<DeliveryReceipt> {
  const { id, channel } = adapter
  const span = {
    span: 'telltale.deliver',
    isClient: true,
    histogram: 'telltale.deliver.duration',
    attributes: () => ({
      'telltale.adapter': id,
      'telltale.delivery': delivery.id,
      'telltale.attempt': delivery.attempts + 1,
    }),
    metricAttributes: ['telltale.adapter', 'error.type'],
  }
  return withSpan(span, () =>
    withinTime(runtime, async (signal) => {
      const attempt = delivery.attempts + 1
      const context = runtime.context(adapter, signal, delivery.ownerId)
      return channel.deliver({ ...sent, attempt, ...defined({ earlierMessageId }) }, context)
    }),
  )
}

/** Runs a delivery until it is done, its time is over, or Telltale has to close. */
async function withinTime<Result>(
  { clock, abortable }: Runtime,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const timeout = new AbortController()
  const error = new TimeoutError(`the service did not answer within ${sendTimeoutMs / 1_000} s`)
  const cancel = clock.wakeAt(clock.now() + sendTimeoutMs, () => timeout.abort(error))
  try {
    return await abortable(timeout.signal, (signal) => untilSignal(signal, work(signal)))
  } catch (cause) {
    throw timeout.signal.aborted ? error : cause
  } finally {
    cancel()
  }
}

/** Returns the outcome of a failure: the time of the next attempt, unless it is for good or there is none. */
function failureOf(
  { runtime, adapter }: Sender,
  { delivery }: PreparedDelivery,
  cause: unknown,
): DeliveryOutcome {
  const { clock, logger } = runtime
  const reason = cause instanceof Error ? cause.message : String(cause)
  const isGone = cause instanceof DeliveryError && cause.isDestinationGone
  const isForGood = isGone || (TelltaleError.is(cause) && !cause.retryable)
  const { isForPeople = true } = adapter.channel
  const retryAt = (cause as { readonly retryAt?: number } | undefined)?.retryAt
  const attempt = { attempts: delivery.attempts + 1, isForPeople, now: clock.now(), retryAt }
  const dueAt = isForGood ? undefined : nextAttemptAt(attempt)
  const log = { delivery: delivery.id, channel: adapter.id, attempts: attempt.attempts, reason }
  if (dueAt === undefined) logger.warn(log, 'a delivery failed, and is not tried again')
  else logger.debug(log, 'a delivery failed, and is tried again')
  if (dueAt !== undefined) return { status: 'retried', reason, dueAt }
  return { status: 'failed', reason, ...defined({ isGone: isGone || undefined }) }
}
