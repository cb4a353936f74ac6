import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareMoney } from '../money/index.js'
import { defined } from '../options/index.js'
import { analyzeHistory, type PricePoint } from './index.js'

const file = new URL('../../../../../shared/data/web/price_series.jsonl', import.meta.url)

/** A real price history, with the "was" prices and the moments at which no price was found. */
interface Series {
  readonly id: string
  readonly currency: string
  readonly points: readonly (readonly [at: string, price: number])[]
  readonly listPrices?: readonly (readonly [at: string, price: number | null])[]
  readonly missing?: readonly string[]
}

function toPoints({ currency, points, listPrices = [], missing = [] }: Series): readonly PricePoint[] {
  const price = (amount: number) => ({ amount: amount.toFixed(2), currency })
  const was = new Map(listPrices)
  const seen = points.map(([at, amount]): PricePoint => {
    const wasPrice = was.get(at)
    return {
      at: Date.parse(at),
      price: price(amount),
      ...defined({ wasPrice: wasPrice ? price(wasPrice) : undefined }),
    }
  })
  return [...seen, ...missing.map((at) => ({ at: Date.parse(at) }))]
}

describe.skipIf(!existsSync(file))('251 real price histories (needs shared/data)', () => {
  const histories = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line): Series => JSON.parse(line))
        .map((series) => ({ id: series.id, points: toPoints(series) }))
    : []

  it('are analysed, each with figures that can be', () => {
    expect(histories).toHaveLength(251)
    for (const { id, points } of histories) {
      const now = Math.max(...points.map(({ at }) => at))
      const { lowest, highest, usual, sale, changeCount, trend, summary } = analyzeHistory(points, { now })
      const prices = points.flatMap(({ price }) => (price ? [Number(price.amount)] : []))
      expect(Number(lowest?.price.amount), id).toBe(Math.min(...prices))
      expect(Number(highest?.price.amount), id).toBe(Math.max(...prices))
      if (usual && lowest && highest) {
        expect(compareMoney(lowest.price, usual), id).toBeLessThanOrEqual(0)
        expect(compareMoney(usual, highest.price), id).toBeLessThanOrEqual(0)
      }
      if (sale) expect(Number(sale.price.amount), id).toBeLessThanOrEqual(0.95 * Number(sale.usual.amount))
      expect(changeCount, id).toBeLessThan(points.length)
      expect(trend.pValue ?? 0, id).toBeLessThanOrEqual(1)
      expect(summary, id).toMatch(/^(Costs|The price now).*\.$/)
    }
  })

  it('a sale, told after each reading, keeps its start until it ends', () => {
    for (const { id, points } of histories.slice(0, 40)) {
      const times = points.flatMap(({ at, price }) => (price ? [at] : [])).sort((one, other) => one - other)
      const starts = times.map((now) => analyzeHistory(points, { now }).sale?.startedAt)
      for (const [index, startedAt] of starts.entries()) {
        const before = starts[index - 1]
        // A sale either goes on from before or begins with this reading; no start is ever found afterwards.
        if (startedAt !== undefined && startedAt !== before) expect(startedAt, id).toBe(times[index])
      }
    }
  })
})
