import assert from 'node:assert/strict'
import { lookup } from 'node:dns/promises'
import { TelltaleError } from '../../errors/index.js'
import type { AdapterContext, Http, Network } from '../../ports/index.js'
import { systemClock } from '../../time/index.js'

const fail = async (url: string | URL | Request): Promise<never> =>
  assert.fail(`the adapter asked for ${url instanceof Request ? url.url : url}, and no answer is recorded`)

const unrecorded: Http = { get: fail, request: fail, fetch: fail }

/** A network without a guard, since the servers of the cases are on loopback. */
const openNetwork: Network = {
  connect: async ({ host }) => assert.fail(`the adapter connects to ${host}, where no server of the case is`),
  lookup: async (hostname) => {
    const found = await lookup(hostname, { all: true })
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  },
}

/** Makes the context of a call. A request fails the case unless `http` answers it. */
export function caseContext(
  http: Http = unrecorded,
  signal: AbortSignal = new AbortController().signal,
): AdapterContext {
  const ignore = () => {}
  return {
    http,
    network: openNetwork,
    cache: { get: async () => undefined, set: async () => undefined },
    signal,
    clock: systemClock,
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  }
}

/** Makes the reason with which a case aborts a call. */
export const aborted = (): TelltaleError =>
  new TelltaleError('the case was called off', { code: 'ABORTED', status: 503 })

/** Awaits a promise that must not reject. A rejection fails the case, whatever the error is. */
export async function resolved<Result>(promise: Promise<Result>): Promise<Result> {
  try {
    return await promise
  } catch (error) {
    return assert.fail(`it rejected with ${String(error)}`)
  }
}

/** Freezes a value deeply, so that a modification throws. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) deepFreeze(member)
  return Object.freeze(value)
}

/** Checks that an amount of money is a decimal above 0 in an ISO 4217 currency. */
export function assertMoney(money: { readonly amount: string; readonly currency: string }): void {
  assert.match(money.amount, /^\d+(\.\d+)?$/, 'the amount is no decimal in major units')
  assert.ok(Number(money.amount) > 0, 'the amount is not above 0')
  assert.match(money.currency, /^[A-Z]{3}$/, 'the currency is no code of ISO 4217')
}
