import { defined } from '../options/index.js'
import type { Delivery } from '../records/delivery-records.js'
import type { DeliveryOutcome } from './outcome.js'

/** Returns a delivery after an outcome. The code of a verification is kept no longer than it is needed. */
export function applyOutcome(delivery: Delivery, outcome: DeliveryOutcome, now: number): Delivery {
  const { errorMessage: _, ...rest } = delivery
  const attempts = delivery.attempts + 1
  switch (outcome.status) {
    case 'deferred':
      return { ...delivery, dueAt: outcome.dueAt, updatedAt: now }
    case 'retried':
      return { ...rest, attempts, dueAt: outcome.dueAt, errorMessage: outcome.reason, updatedAt: now }
    case 'sent': {
      const { messageId } = outcome
      const sent = { ...rest, status: 'sent', attempts, dueAt: now, sentAt: now, updatedAt: now } as const
      return withoutCode({ ...sent, ...defined({ messageId }) })
    }
    default: {
      const { status, reason: errorMessage } = outcome
      const tried = status === 'failed' ? attempts : delivery.attempts
      return withoutCode({ ...rest, status, attempts: tried, dueAt: now, errorMessage, updatedAt: now })
    }
  }
}

const withoutCode = (delivery: Delivery): Delivery =>
  delivery.notice.kind === 'verification'
    ? { ...delivery, notice: { ...delivery.notice, code: '' } }
    : delivery
