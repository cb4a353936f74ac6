import type { SourceFailures, SpendingControl } from '../budgets/index.js'
import { TelltaleError } from '../errors/index.js'
import type { HttpCall, Step } from '../http/client/call.js'
import type { Adapter } from '../ports/index.js'

/** Counts each call on the source's budget before it is made, and takes back what surely never reached the source. */
export function countCalls(adapter: string, budgets: SpendingControl): Step {
  return async (call, next) => {
    const receipt = await budgets.spend(adapter, call.costUsd)
    try {
      return await next(call)
    } catch (cause) {
      // One that cannot be taken back stays counted, which is the safe side.
      if (neverArrived(call, cause)) await receipt.refund().catch(() => undefined)
      throw cause
    }
  }
}

/** Codes of Node and undici with which there was no connection. */
const unreached =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/

/** Whether there was no connection to the source itself; one that it redirects to is another host. */
function neverArrived({ url }: HttpCall, error: unknown): boolean {
  if (!TelltaleError.is(error) || !error.message.includes(url.host)) return false
  const { cause } = error
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  return unreached.test(String((first as { readonly code?: unknown } | undefined)?.code))
}

/** Statuses that say something is wrong with the source, or with the host's account there. */
const isFailure = (status: number): boolean => [401, 402, 403, 408, 429].includes(status) || status >= 500

/** Counts calls that fail by the hour. */
export function countFailures(adapter: Adapter, failures: SourceFailures): Step {
  return async (call, next) => {
    try {
      const answer = await next(call)
      if (isFailure(answer.status)) await failures.note(adapter, `it answered with status ${answer.status}`)
      return answer
    } catch (cause) {
      if (TelltaleError.is(cause) && ['ADAPTER_FAILED', 'TIMEOUT'].includes(cause.code))
        await failures.note(adapter, cause.message)
      throw cause
    }
  }
}
