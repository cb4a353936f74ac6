import type { OwnerServices, Telltale } from '@telltale/core'
import {
  type GoodCheck,
  goodEveryMs,
  goodMonitors,
  goodMortals,
  goodProducts,
  goodReadingMs,
  type Ports,
} from './order.js'

/** The owner that must not notice the attack. */
export interface GoodOwner {
  readonly services: OwnerServices
  /** The ids of its monitors. The first ones are of targets that can be switched off. */
  readonly monitorIds: readonly string[]
  readonly productIds: readonly string[]
  readonly ruleId: string
  readonly comparisonId: string
  /** Returns what was seen since the last call. */
  take(): { readonly checks: readonly GoodCheck[]; readonly readings: readonly number[] }
  /** Resolves once each monitor was checked this often by its schedule. */
  checked(times: number): Promise<void>
}

/** Creates the good owner's monitors and products, and listens for what becomes of them. */
export async function createGoodOwner(telltale: Telltale, { good, mortal }: Ports): Promise<GoodOwner> {
  const services = telltale.for('good')
  const watch = watchRecords(telltale)
  const monitorIds: string[] = []
  for (let index = 0; index < goodMonitors; index++) {
    const port = index < goodMortals ? mortal : good
    const url = `http://good-${index}.example:${port}/`
    const { id } = await services.monitors.create({ url, every: `${goodEveryMs}ms` })
    monitorIds.push(id)
  }
  const productIds: string[] = []
  for (let index = 0; index < goodProducts; index++) {
    const url = `http://shop-${index}.example:${good}/product`
    productIds.push((await services.products.track(url, { every: `${goodReadingMs}ms` })).id)
  }
  const rule = await services.alerts.rules.create({
    subjectId: String(productIds[0]),
    condition: { kind: 'sale-starts' },
  })
  const comparison = await services.products.compare(productIds.slice(0, 2))
  watch.begin(monitorIds, productIds)
  return { services, monitorIds, productIds, ruleId: rule.id, comparisonId: comparison.id, ...watch }
}

function watchRecords(telltale: Telltale) {
  let checks: GoodCheck[] = []
  let readings: number[] = []
  const times = new Map<string, number>()
  const waiting = new Set<() => void>()
  const mortals = new Set<string>()
  const products = new Set<string>()
  telltale.on('monitor:checked', ({ check: { monitorId: monitor, slotAt, at, failure } }) => {
    const count = times.get(monitor)
    if (count === undefined || slotAt === undefined) return
    times.set(monitor, count + 1)
    checks.push({ monitor, slotAt, at, isRight: !failure || mortals.has(monitor) })
    for (const wake of waiting) wake()
  })
  telltale.on('product:refreshed', ({ product: { id }, observation: { at, price } }) => {
    if (products.has(id) && price) readings.push(at)
  })
  return {
    begin: (monitorIds: readonly string[], productIds: readonly string[]) => {
      for (const id of monitorIds) times.set(id, 0)
      for (const id of monitorIds.slice(0, goodMortals)) mortals.add(id)
      for (const id of productIds) products.add(id)
    },
    take: () => {
      const taken = { checks, readings }
      checks = []
      readings = []
      return taken
    },
    checked: (wanted: number) =>
      new Promise<void>((resolve) => {
        const wake = () => {
          if ([...times.values()].some((count) => count < wanted)) return
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
        wake()
      }),
  }
}
