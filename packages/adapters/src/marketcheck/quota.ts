import { BudgetError } from '@telltale/core'
import type { HttpResponse } from '@telltale/core/ports'

/**
 * Ends a call whose plan is used up for the month. The other answer of status 429, too many calls a second, is one that
 * a later attempt gets over.
 *
 * @throws `BudgetError`
 */
export function checkQuota(id: string, { status, text, headers }: HttpResponse): void {
  if (status !== 429 || !/quota/i.test(text)) return
  const resetsAt = Date.parse(headers['quota-reset-time'] ?? '')
  throw new BudgetError(
    `${id}: the calls of the plan are used up for this month; wait, or take another plan`,
    Number.isNaN(resetsAt) ? {} : { retryAt: resetsAt },
  )
}
