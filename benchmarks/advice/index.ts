import { createHash } from 'node:crypto'
import { analyzeHistory, type HistoryPoint } from '@telltale/core/prices'
import { rowsOf } from '../captured.js'
import { report } from '../report.js'

/**
 * Is advice to buy or to wait worth following? On each reading of 251 real histories it is given from what was known by
 * then, and scored by what came after: its chance beside that of knowing only how often a price dropped before (Brier
 * score, and observed beside predicted by tenths), and what following it paid beside always buying at once, always
 * waiting, and the rule of CamelCamelCamel's badge: buy within 5 % of the lowest price, once it was watched for five weeks.
 */
interface Series {
  readonly id: string
  readonly shop: string
  readonly currency: string
  readonly points: readonly (readonly [at: string, price: number])[]
}

interface Outcome {
  readonly shop: string
  /** `true` when the rates that the advice takes from other histories were counted on this one too. */
  readonly isCounted: boolean
  readonly chance: number
  readonly plainChance: number
  readonly dropped: boolean
  /** The saving by waiting, as a share of the price. */
  readonly saved: number
  readonly isToWait: boolean
  readonly isBadge: boolean
}

const dayMs = 86_400_000
const horizonMs = 30 * dayMs

/** Returns the outcome of waiting: one buys at the first price 2 % lower within 30 days, or after them. At least half of the days are known. */
function waitFrom(seen: readonly (readonly [number, number])[], index: number) {
  const [now, price] = seen[index] as readonly [number, number]
  const later = seen.slice(index + 1).filter(([at]) => at <= now + horizonMs)
  const lower = later.find(([, each]) => each <= 0.98 * price)
  const days = new Set(later.map(([at]) => Math.floor((at - now) / dayMs)))
  const isWeekly = later.length > 1 && days.size < 10
  if (!lower && (!isWeekly || days.size < 3) && days.size < 15) return undefined
  const isOver = (seen.at(-1)?.[0] ?? 0) >= now + horizonMs
  if (!isOver && !lower) return undefined
  const paid = (lower ?? later.at(-1))?.[1] ?? price
  return { dropped: lower !== undefined, saved: (price - paid) / price }
}

/** The half that the advice's knowledge of other histories was counted on: branches of a shop, or else products, by a hash. */
function isCounted(id: string): boolean {
  const branch = id.startsWith('dominicks') ? id.split(':').slice(0, 2).join(':') : id
  const hash = createHash('sha256').update(`h${branch}`).digest()
  return hash.readUInt16BE() % 2 === 0
}

function outcomesOf({ id, shop, currency, points }: Series): readonly Outcome[] {
  const seen = points.map(([at, price]) => [Date.parse(at), price] as const)
  const history = seen.map(([at, price]): HistoryPoint => {
    return { at, price: { amount: price.toFixed(2), currency } }
  })
  const first = seen[0]?.[0] ?? 0
  let [resolved, drops, next] = [0, 0, 0]
  return seen.flatMap(([now, price], index) => {
    for (; (seen[next]?.[0] ?? now) <= now - horizonMs; next++) {
      const past = waitFrom(seen.slice(0, index + 1), next)
      resolved += past ? 1 : 0
      drops += past?.dropped ? 1 : 0
    }
    const { advice } = analyzeHistory(history.slice(0, index + 1), { now })
    const came = waitFrom(seen, index)
    if (!advice || !came) return []
    const lowest = Math.min(...seen.slice(0, index + 1).map(([, each]) => each))
    return [
      {
        shop,
        isCounted: isCounted(id),
        ...came,
        chance: advice.dropChance,
        plainChance: (drops + 1) / (resolved + 2),
        isToWait: advice.action === 'wait',
        isBadge: price <= 1.05 * lowest && now - first >= 35 * dayMs,
      },
    ]
  })
}

const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, each) => sum + each, 0) / Math.max(1, figures.length)
const brier = (outcomes: readonly Outcome[], chanceOf: (outcome: Outcome) => number): number =>
  mean(outcomes.map((each) => (chanceOf(each) - Number(each.dropped)) ** 2))
const savedPercent = (outcomes: readonly Outcome[], isToWait: (outcome: Outcome) => boolean): number =>
  100 * mean(outcomes.map((each) => (isToWait(each) ? each.saved : 0)))
const round = (figure: number, digits: number): number => Number(figure.toFixed(digits))

const outcomes = rowsOf<Series>('price_series.jsonl').flatMap(outcomesOf)
const other = outcomes.filter((each) => !each.isCounted)
const tenths = Array.from({ length: 10 }, (_, tenth) => {
  const inside = other.filter(({ chance }) => Math.min(9, Math.floor(10 * chance)) === tenth)
  return {
    chance: `${10 * tenth} to ${10 * tenth + 10} %`,
    advices: inside.length,
    'predicted %': round(100 * mean(inside.map(({ chance }) => chance)), 1),
    'observed %': round(100 * mean(inside.map(({ dropped }) => Number(dropped))), 1),
  }
}).filter(({ advices }) => advices > 0)
console.table(tenths)
const calibrationError = mean(
  tenths.flatMap((each) =>
    Array<number>(each.advices).fill(Math.abs(each['predicted %'] - each['observed %'])),
  ),
)

const parts: Readonly<Record<string, readonly Outcome[]>> = {
  ...Object.fromEntries(
    [...new Set(outcomes.map(({ shop }) => shop))].map((shop) => [
      shop,
      outcomes.filter((each) => each.shop === shop),
    ]),
  ),
  'the half counted on': outcomes.filter((each) => each.isCounted),
  'the other half': other,
}
const rows = Object.entries(parts).map(([part, own = []]) => ({
  part,
  advices: own.length,
  'Brier score': round(
    brier(own, ({ chance }) => chance),
    4,
  ),
  'of the plain chance': round(
    brier(own, ({ plainChance }) => plainChance),
    4,
  ),
  'saved %': round(
    savedPercent(own, ({ isToWait }) => isToWait),
    2,
  ),
  'always waiting %': round(
    savedPercent(own, () => true),
    2,
  ),
  'by the badge %': round(
    savedPercent(own, ({ isBadge }) => !isBadge),
    2,
  ),
  'with foresight %': round(
    savedPercent(own, ({ saved }) => saved > 0),
    2,
  ),
}))
report(
  rows,
  {
    name: 'on the other half, Brier score of that of the plain chance',
    unit: '×',
    bar: 1,
    figure: brier(other, ({ chance }) => chance) / brier(other, ({ plainChance }) => plainChance),
  },
  { name: 'predicted and observed differ by', figure: calibrationError, bar: 10, unit: 'points' },
  {
    name: 'on the other half, saved against always buying; the badge saves the bar',
    unit: '% of the price',
    atLeast: true,
    figure: savedPercent(other, ({ isToWait }) => isToWait),
    bar: round(
      savedPercent(other, ({ isBadge }) => !isBadge),
      2,
    ),
  },
)
