import type { BudgetControl, QuotaControl, SourceFailures } from '../budgets/index.js'
import { TelltaleError } from '../errors/index.js'
import type { Middleware } from '../http/client/call.js'
import { isConnectFailure } from '../http/client/connection-error.js'
import type { Adapter } from '../ports/index.js'

/**
 * Returns middleware that counts each attempt on the source's budget before it is made, and takes it back when no
 * connection to the source could be opened.
 */
export function chargeCalls(adapter: string, budgets: BudgetControl): Middleware {
  return async (call, next) => {
    const charge = await budgets.charge(adapter, call)
    try {
      return await next(call)
    } catch (cause) {
      // The host of a redirect is another one: the source itself was reached then. A refund that fails is left out,
      // since a call too many is on the safe side.
      if (isConnectFailure(cause, call.url.host)) await charge.refund().catch(() => undefined)
      throw cause
    }
  }
}

/** Returns middleware that counts each attempt that costs money on the quota of the owner for whom it is made. */
export function chargeOwner(adapter: string, budgets: BudgetControl, quotas: QuotaControl): Middleware {
  return async (call, next) => {
    const isPaid = budgets.costOf(adapter, call.costUsd) > 0
    if (call.ownerId === undefined || !isPaid) return next(call)
    const charge = await quotas.chargePaidCall(call.ownerId)
    try {
      return await next(call)
    } catch (cause) {
      const isRefused = TelltaleError.is(cause) && cause.code === 'BUDGET_EXCEEDED'
      if (isRefused || isConnectFailure(cause, call.url.host)) await charge.refund().catch(() => undefined)
      throw cause
    }
  }
}

/** Returns `true` for statuses that show a problem of the source, or of the host's account there. */
const isFailure = (status: number): boolean => [401, 402, 403, 408, 429].includes(status) || status >= 500

/** Returns middleware that tells whoever asked for a call what its attempts cost. */
export function tellCost(adapter: string, budgets: BudgetControl): Middleware {
  return async (call, next) => {
    const usd = budgets.costOf(adapter, call.costUsd)
    if (!call.onSpent || usd === 0) return next(call)
    call.onSpent(usd)
    try {
      return await next(call)
    } catch (cause) {
      const isRefused = TelltaleError.is(cause) && cause.code === 'BUDGET_EXCEEDED'
      if (isRefused || isConnectFailure(cause, call.url.host)) call.onSpent(-usd)
      throw cause
    }
  }
}

/** Returns middleware that counts the failed calls of a source. */
export function countFailures(adapter: Adapter, failures: SourceFailures): Middleware {
  return async (call, next) => {
    try {
      const response = await next(call)
      const { status } = response
      if (isFailure(status)) await failures.record(adapter, `it answered with status ${status}`)
      return response
    } catch (cause) {
      if (TelltaleError.is(cause) && ['ADAPTER_FAILED', 'TIMEOUT'].includes(cause.code))
        await failures.record(adapter, cause.message)
      throw cause
    }
  }
}
