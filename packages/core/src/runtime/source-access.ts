import { untilSignal } from '../async/index.js'
import type { Budgets } from '../budgets/index.js'
import { quoteName, ValidationError } from '../errors/index.js'
import type { CallOptions } from '../options/index.js'
import type { AdapterContext, Cache } from '../ports/index.js'
import { adapterNames } from './choose-adapter.js'
import type { Runtime } from './runtime.js'

/** A host's direct access to its sources. */
export interface SourceAccess {
  /**
   * Calls a source directly, within its budget, cache and time limits.
   *
   * @param adapter - the id of the adapter.
   * @throws `ValidationError` when there is no such adapter, and whatever `call` throws. An answer that comes after
   *   `signal` has fired is dropped.
   * @example
   * ```ts
   * import { marketcheck } from '@telltale/adapters/marketcheck'
   *
   * const cars = marketcheck({ apiKey: process.env.MARKETCHECK_KEY ?? '' })
   * const telltale = createTelltale({ storage, adapters: [cars] })
   * const car = await telltale.ask('marketcheck', (context) => cars.decode?.vin('1HGCM82633A004352', context))
   * ```
   */
  ask<Result>(
    adapter: string,
    call: (context: AdapterContext) => Promise<Result> | Result,
    options?: CallOptions,
  ): Promise<Result>
  /** The calls and costs of the sources, and their limits. */
  readonly budgets: Budgets
  /** The cache of the sources' answers. */
  readonly cache: Pick<Cache, 'invalidate'>
}

/** Makes a host's direct access to its sources. */
export function createSourceAccess(runtime: Runtime): SourceAccess {
  const { adapters, sources } = runtime
  return {
    ask: (id, call, options = {}) =>
      runtime.call('telltale.ask', options, async (signal) => {
        if (typeof call !== 'function')
          throw new ValidationError('telltale.ask', [{ path: 'call', message: 'expected a function' }])
        const adapter = adapters.find((each) => each.id === id)
        if (adapter) return untilSignal(signal, Promise.resolve(call(runtime.context(adapter, signal))))
        const message = `no adapter is called ${quoteName(id)}; there are: ${adapterNames(adapters)}`
        throw new ValidationError('telltale.ask', [{ path: 'adapter', message }])
      }),
    budgets: {
      status: () => runtime.run(sources.budgets.status),
      estimate: sources.budgets.estimate,
    },
    cache: { invalidate: (kind, key) => runtime.run(() => sources.cache.invalidate(kind, key)) },
  }
}
