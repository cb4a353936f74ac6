import type { Budgets } from '../budgets/index.js'
import { ValidationError } from '../errors/index.js'
import type { AdapterContext, Cache } from '../ports/index.js'
import { adapterNames } from './choose-adapter.js'
import type { Runtime } from './runtime.js'

/** What a host does with its sources itself. */
export interface SourceAccess {
  /**
   * Makes a call of the host's own to a source, within that source's budget, cache and deadlines.
   *
   * @param adapter - the id of the adapter.
   * @throws `ValidationError` when there is no such adapter, and whatever `call` throws.
   * @example
   * ```ts
   * import { marketcheck } from '@telltale/adapters/marketcheck'
   *
   * const cars = marketcheck({ apiKey: process.env.MARKETCHECK_KEY ?? '' })
   * const telltale = createTelltale({ storage, adapters: [cars] })
   * const car = await telltale.ask('marketcheck', (context) => cars.decode?.vin('1HGCM82633A004352', context))
   * ```
   */
  ask<Result>(adapter: string, call: (context: AdapterContext) => Promise<Result> | Result): Promise<Result>
  /** What the sources were asked and have cost, and what they may. */
  readonly budgets: Budgets
  /** What the sources answered before. */
  readonly cache: Pick<Cache, 'invalidate'>
}

/** The host's own way to its sources. */
export function createSourceAccess(runtime: Runtime): SourceAccess {
  const { adapters, sources } = runtime
  return {
    ask: (id, call) =>
      runtime.run(() => {
        const adapter = adapters.find((each) => each.id === id)
        if (adapter) return call(runtime.context(adapter))
        const message = `no adapter is called '${id}'; there are: ${adapterNames(adapters)}`
        throw new ValidationError('telltale.ask', [{ path: 'adapter', message }])
      }),
    budgets: {
      status: () => runtime.run(sources.budgets.status),
      estimate: sources.budgets.estimate,
    },
    cache: { invalidate: (kind, key) => runtime.run(() => sources.cache.invalidate(kind, key)) },
  }
}
