import { BudgetError } from '@telltale/core'
import type { HttpResponse } from '@telltale/core/ports'

/**
 * Checks that the plan is not used up for the month. The other response of status 429, too many calls a second, passes: a
 * later attempt succeeds.
 *
 * @throws `BudgetError` when the plan is used up.
 */
export function checkQuota(id: string, { status, text, headers }: HttpResponse): void {
  if (status !== 429 || !/quota/i.test(text)) return
  const resetsAt = Date.parse(headers['quota-reset-time'] ?? '')
  throw new BudgetError(
    `${id}: the calls of the plan are used up for this month; wait, or take another plan`,
    Number.isNaN(resetsAt) ? {} : { retryAt: resetsAt },
  )
}
