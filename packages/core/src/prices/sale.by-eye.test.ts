import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { detectSales, type HistoryPoint } from './index.js'

const file = new URL('../../../../../shared/data/web/price_series.jsonl', import.meta.url)
const there = existsSync(file)

interface Series {
  readonly id: string
  readonly currency: string
  readonly points: readonly (readonly [at: string, price: number])[]
  readonly missing?: readonly string[]
}

interface Label {
  readonly id: string
  /** The day of the fall. */
  readonly from: number
  readonly verdict: string
}

/** The two lists of labels, as they stand beside this test. */
const [first = [], second = []] = readFileSync(new URL('sale.by-eye.txt', import.meta.url), 'utf8')
  .split(/^\[.*$/m)
  .slice(1)
  .map((list) =>
    list
      .trim()
      .split('\n')
      .map((line): Label => {
        const [, id = '', date = '', verdict = ''] = /^(.+) (\S+) (sale|none|open)$/.exec(line) ?? []
        return { id, from: Date.parse(date), verdict }
      }),
  )

describe.skipIf(!there)('falls of real prices, judged by eye (needs shared/data)', () => {
  const lines = there ? readFileSync(file, 'utf8').trim().split('\n') : []
  const series = new Map(
    lines.map((line) => {
      const { id, currency, points, missing = [] }: Series = JSON.parse(line)
      const seen = points.map(([at, amount]): HistoryPoint => {
        return { at: Date.parse(at), price: { amount: amount.toFixed(2), currency } }
      })
      const all = [...seen, ...missing.map((at) => ({ at: Date.parse(at) }))]
      return [id, { points: seen, sales: detectSales(all) }]
    }),
  )
  const day = 86_400_000

  const begins = ({ id, from }: Label): boolean =>
    series.get(id)?.sales.some(({ startedAt }) => startedAt >= from && startedAt < from + day) ?? false

  /** Checks whether a sale is on at the first reading of the day. */
  const isOn = ({ id, from }: Label): boolean => {
    const { points = [], sales = [] } = series.get(id) ?? {}
    const at = Math.min(...points.map((point) => point.at).filter((each) => each >= from))
    return sales.some(({ startedAt, endedAt = Number.POSITIVE_INFINITY }) => startedAt <= at && at < endedAt)
  }

  function score(labels: readonly Label[], isFound: (label: Label) => boolean) {
    const judged = labels.filter(({ verdict }) => verdict !== 'open')
    const found = judged.filter(isFound)
    const sales = judged.filter(({ verdict }) => verdict === 'sale')
    const right = found.filter(({ verdict }) => verdict === 'sale')
    return { precision: right.length / found.length, recall: right.length / sales.length }
  }

  it('are twice a hundred', () => {
    expect([first.length, second.length]).toEqual([100, 100])
    for (const { id, from, verdict } of [...first, ...second]) {
      expect(series.has(id), id).toBe(true)
      expect(from, id).not.toBeNaN()
      expect(verdict, id).not.toBe('')
    }
  })

  it.each([
    ['the first hundred', first, begins],
    ['the second hundred, which nothing was chosen by', second, isOn],
  ])('%s: of the sales found 95 %% are sales, and 90 %% of the sales are found', (_, labels, isFound) => {
    const { precision, recall } = score(labels, isFound)
    expect(precision).toBeGreaterThanOrEqual(0.95)
    expect(recall).toBeGreaterThanOrEqual(0.9)
  })
})
