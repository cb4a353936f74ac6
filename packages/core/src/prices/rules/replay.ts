import { dayMs } from '../../time/index.js'
import type { HistoryPoint } from '../pack.js'
import { followSales, type SaleHistory } from '../sale.js'
import { isPriced, type Timeline } from '../timeline.js'
import { TimelineBuilder } from '../timeline-builder.js'
import { maxRuleDays } from './condition.js'
import { contextOf, type RuleContext } from './rule-context.js'

/**
 * A history that is played again, point by point: each context is what `createRuleContext` gives for the points up to
 * then, and follows from the one before with little work.
 */
export class Replay {
  readonly #points: readonly HistoryPoint[]
  readonly #builders = new Map<string, TimelineBuilder>()
  readonly #sales = new Map<string, SaleHistory | undefined>()
  /** `true` when there is one point at each time: later points then change nothing that was known before. */
  readonly #isDistinct: boolean
  #currency: string | undefined

  /** @param points - the points in order of time. */
  constructor(points: readonly HistoryPoint[]) {
    this.#points = points
    this.#isDistinct = points.every(({ at }, index) => at !== points[index + 1]?.at)
    for (const point of points)
      if (isPriced(point) && !this.#builders.has(point.price.currency))
        this.#builders.set(point.price.currency, new TimelineBuilder(point.price.currency))
  }

  /** Adds the next point, and returns its context. Contexts are asked before the next one is added. */
  contextOf(point: HistoryPoint): RuleContext {
    const { at } = point
    for (const builder of this.#builders.values()) {
      builder.add(point)
      builder.forgetBefore(at - maxRuleDays * dayMs)
    }
    if (isPriced(point)) this.#currency = point.price.currency
    const currency = this.#currency
    const builder = currency === undefined ? undefined : this.#builders.get(currency)
    let view: { readonly timeline: Timeline | undefined } | undefined
    const timeline = () => {
      view ??= { timeline: this.#isDistinct ? builder?.peek(at) : builder?.view(at) }
      return view.timeline
    }
    return contextOf(point, {
      timeline,
      sales: () => this.#salesIn(currency, timeline, at),
      isHeld: () => builder?.isHeld() ?? false,
    })
  }

  /** Returns the sales of a currency: those of the whole history, of which only what came before a time is read. */
  #salesIn(
    currency: string | undefined,
    timeline: () => Timeline | undefined,
    at: number,
  ): SaleHistory | undefined {
    if (currency === undefined) return undefined
    if (!this.#isDistinct) {
      const known = timeline()
      return known && followSales(known, at)
    }
    if (!this.#sales.has(currency)) this.#sales.set(currency, salesOf(this.#points, currency))
    return this.#sales.get(currency)
  }
}

function salesOf(points: readonly HistoryPoint[], currency: string): SaleHistory | undefined {
  const builder = new TimelineBuilder(currency)
  for (const point of points) builder.add(point)
  const now = points.at(-1)?.at ?? 0
  const timeline = builder.peek(now)
  return timeline && followSales(timeline, now)
}
