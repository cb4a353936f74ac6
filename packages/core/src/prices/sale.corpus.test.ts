import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { detectSales, type HistoryPoint } from './index.js'

const file = new URL('../../../../../shared/data/web/price_series.jsonl', import.meta.url)
const there = existsSync(file)
const day = 86_400_000

interface Series {
  readonly id: string
  readonly currency: string
  readonly points: readonly (readonly [at: string, price: number])[]
  readonly missing?: readonly string[]
}

interface Stretch {
  readonly from: number
  readonly to: number
}

function toPoints({ currency, points, missing = [] }: Series): readonly HistoryPoint[] {
  const seen = points.map(([at, amount]): HistoryPoint => {
    return { at: Date.parse(at), price: { amount: amount.toFixed(2), currency } }
  })
  return [...seen, ...missing.map((at) => ({ at: Date.parse(at) }))]
}

/**
 * The sales of a history by rule, with hindsight and from the prices alone: the V of the literature (Nakamura and Steinsson, Quarterly
 * Journal of Economics 123, 2008, sale filters): a fall of 5 % or more that is undone within 90 days. A fall that is not
 * undone by the end of a series is neither a sale nor none.
 */
function labels(points: readonly HistoryPoint[]): {
  readonly sales: readonly Stretch[]
  readonly open: readonly number[]
} {
  const priced = points.flatMap(({ at, price }) => (price ? [[at, Number(price.amount)] as const] : []))
  priced.sort(([one], [other]) => one - other)
  const end = priced.at(-1)?.[0] ?? 0
  const sales: Stretch[] = []
  const open: number[] = []
  for (const [index, [at, price]] of priced.entries()) {
    const before = priced[index - 1]?.[1]
    if (before === undefined || price > 0.95 * before) continue
    const back = priced.slice(index + 1).find(([, later]) => later > 0.95 * before)?.[0]
    if (back === undefined && end < at + 90 * day) open.push(at)
    if (back === undefined || back > at + 90 * day) continue
    const last = sales.at(-1)
    if (last && at < last.to) sales[sales.length - 1] = { from: last.from, to: Math.max(last.to, back) }
    else sales.push({ from: at, to: back })
  }
  return { sales, open }
}

const overlap = (one: Stretch, other: Stretch): boolean => one.from <= other.to && other.from <= one.to

/**
 * Counts the found sales that are labelled, and the labelled ones that are found. The first 30 days are left out, as
 * nobody can tell there.
 */
function score(points: readonly HistoryPoint[]) {
  const times = points.flatMap(({ at, price }) => (price ? [at] : []))
  const [start, end] = [Math.min(...times), Math.max(...times)]
  const { sales, open } = labels(points)
  const found = detectSales(points).map(({ startedAt: from, endedAt: to = end }) => ({ from, to }))
  const judged = found
    .filter(({ from }) => from >= start + 30 * day)
    .filter((each) => sales.some((sale) => overlap(each, sale)) || !open.some((at) => at >= each.from))
  const labelled = sales.filter(({ from }) => from >= start + 30 * day)
  return {
    right: judged.filter((each) => sales.some((sale) => overlap(each, sale))).length,
    judged: judged.length,
    caught: labelled.filter((sale) => found.some((each) => overlap(each, sale))).length,
    labelled: labelled.length,
  }
}

describe.skipIf(!there)('the sales of 251 real price histories (needs shared/data)', () => {
  const lines = there ? readFileSync(file, 'utf8').trim().split('\n') : []
  const scores = lines.map((line): Series => JSON.parse(line)).map((series) => score(toPoints(series)))
  const sum = (name: keyof (typeof scores)[number]) => scores.reduce((total, each) => total + each[name], 0)

  it('are many', () => {
    expect(sum('labelled')).toBeGreaterThan(900)
  })

  it('are found with a precision of 95 % and a recall of 90 %', () => {
    expect(sum('right') / sum('judged')).toBeGreaterThanOrEqual(0.95)
    expect(sum('caught') / sum('labelled')).toBeGreaterThanOrEqual(0.9)
  })
})
