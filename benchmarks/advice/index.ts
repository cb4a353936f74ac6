import { analyzeHistory, type HistoryPoint } from '@telltale/core/prices'
import { report } from '../report.js'
import { type History, histories, type Outcome, outcomeOn, pricesByDay } from './histories.js'

/**
 * Is advice to buy or to wait worth following? On each reading of 673 real histories it is given, or withheld, from what was
 * known by then, and scored by what came after: its chance beside the plain one, that knows only how often the price
 * dropped before (Brier score, for each shop; for each history beside the one that it states itself, to which it is bound; and observed beside predicted by tenths), and what
 * following it paid beside always buying at once, always waiting, and the rule of CamelCamelCamel's badge: buy within 5 %
 * of the lowest price, once it was watched for five weeks.
 */
interface Advised extends Outcome {
  readonly chance: number
  readonly plainChance: number
  /** The plain chance that the advice itself states. */
  readonly statedChance: number
  readonly isToWait: boolean
  readonly isBadge: boolean
}

const dayMs = 86_400_000

/** The plain forecast: how often the price dropped in the last three years. Its days may only rise. */
class PlainForecast {
  readonly #outcomes: readonly (Outcome | undefined)[]
  #counted = 0
  #forgotten = 0
  #resolved = 0
  #drops = 0

  constructor(outcomes: readonly (Outcome | undefined)[]) {
    this.#outcomes = outcomes
  }

  chanceOn(day: number): number {
    for (; this.#counted + 30 <= day; this.#counted++) this.#count(this.#counted, 1)
    for (; this.#forgotten + 3 * 365 <= day; this.#forgotten++) this.#count(this.#forgotten, -1)
    return (this.#drops + 1) / (this.#resolved + 2)
  }

  #count(day: number, sign: 1 | -1): void {
    const outcome = this.#outcomes[day]
    if (outcome) this.#resolved += sign
    if (outcome?.dropped) this.#drops += sign
  }
}

function advisedOf(history: History): readonly Advised[] {
  const { readings, currency } = history
  const points = readings.map(([at, price]): HistoryPoint => {
    return { at, price: { amount: price.toFixed(2), currency } }
  })
  const first = readings[0]?.[0] ?? 0
  const days = pricesByDay(history)
  const outcomes = days.map((price, day) => (price === undefined ? undefined : outcomeOn(days, day, price)))
  const plain = new PlainForecast(outcomes)
  let lowest = Number.POSITIVE_INFINITY
  return readings.flatMap(([now, price], index) => {
    const day = Math.ceil((now - first) / dayMs)
    lowest = Math.min(lowest, price)
    const came = outcomeOn(days, day, price)
    // Advice begins after 60 days whose month is over.
    if (!came || day < 90) return []
    const { advice } = analyzeHistory(points.slice(0, index + 1), { now })
    if (!advice) return []
    return [
      {
        ...came,
        chance: advice.dropChance,
        plainChance: plain.chanceOn(day),
        statedChance: advice.plainChance,
        isToWait: advice.action === 'wait',
        isBadge: price <= 1.05 * lowest && now - first >= 35 * dayMs,
      },
    ]
  })
}

const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, each) => sum + each, 0) / Math.max(1, figures.length)
const brier = (those: readonly Advised[], chanceOf: (each: Advised) => number): number =>
  mean(those.map((each) => (chanceOf(each) - Number(each.dropped)) ** 2))
const savedPercent = (those: readonly Advised[], isToWait: (each: Advised) => boolean): number =>
  100 * mean(those.map((each) => (isToWait(each) ? each.saved : 0)))
const round = (figure: number, digits: number): number => Number(figure.toFixed(digits))

/** Returns the Brier score of the advice less that of the plain chance that it states: above 0 it is worse. */
const loss = (those: readonly Advised[]): number =>
  brier(those, ({ chance }) => chance) - brier(those, ({ statedChance }) => statedChance)
const ratio = (those: readonly Advised[]): number =>
  brier(those, ({ chance }) => chance) / brier(those, ({ plainChance }) => plainChance)

const all = histories().map((history) => ({ ...history, advised: advisedOf(history) }))
const advisedHistories = all.filter(({ advised }) => advised.length > 0)

type AdvisedHistory = (typeof all)[number]

function rowOf(part: string, those: readonly AdvisedHistory[]) {
  const own = those.flatMap(({ advised }) => advised)
  const losses = those.filter(({ advised }) => advised.length > 0).map(({ advised }) => loss(advised))
  return {
    part,
    histories: those.length,
    advised: losses.length,
    advices: own.length,
    Brier: round(
      brier(own, ({ chance }) => chance),
      4,
    ),
    plain: round(
      brier(own, ({ plainChance }) => plainChance),
      4,
    ),
    worse: losses.filter((each) => each > 0).length,
    'by > 0.001': losses.filter((each) => each > 0.001).length,
    'by at most': round(Math.max(0, ...losses), 4),
    'saved %': round(
      savedPercent(own, ({ isToWait }) => isToWait),
      2,
    ),
    'waiting %': round(
      savedPercent(own, () => true),
      2,
    ),
    'badge %': round(
      savedPercent(own, ({ isBadge }) => !isBadge),
      2,
    ),
    'foresight %': round(
      savedPercent(own, ({ saved }) => saved > 0),
      2,
    ),
  }
}

const advised = all.flatMap((history) => history.advised)
const tenths = Array.from({ length: 10 }, (_, tenth) => {
  const inside = advised.filter(({ chance }) => Math.min(9, Math.floor(10 * chance)) === tenth)
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

const shops = [...new Set(all.map(({ shop }) => shop))]
const shopRatios = shops
  .map((shop) => all.filter((each) => each.shop === shop).flatMap((each) => each.advised))
  .filter(({ length }) => length >= 100)
  .map(ratio)
const losses = advisedHistories.map((each) => loss(each.advised))
/** Returns the percentage of the advised histories on which the advice is worse by more than this. */
const worseBy = (limit: number): number =>
  (100 * losses.filter((each) => each > limit).length) / losses.length
const other = all.filter(({ isCounted }) => !isCounted)
report(
  [
    ...shops.map((shop) =>
      rowOf(
        shop,
        all.filter((each) => each.shop === shop),
      ),
    ),
    rowOf(
      'the half counted on',
      all.filter(({ isCounted }) => isCounted),
    ),
    rowOf('the other half', other),
    rowOf('all', all),
  ],
  {
    name: 'Brier score of that of the plain chance, all histories',
    figure: ratio(advised),
    bar: 0.95,
    unit: '×',
  },
  {
    name: 'in the shop where it is worst, of those with 100 advices',
    figure: Math.max(...shopRatios),
    bar: 1.01,
    unit: '×',
  },
  { name: 'histories on which it is worse', figure: worseBy(0), bar: 20, unit: '%' },
  { name: 'by more than 0.001', figure: worseBy(0.001), bar: 8, unit: '%' },
  { name: 'by more than 0.01', figure: worseBy(0.01), bar: 2, unit: '%' },
  { name: 'predicted and observed differ by', figure: calibrationError, bar: 10, unit: 'points' },
  {
    name: 'saved against always buying; the badge saves the bar',
    unit: '% of the price',
    atLeast: true,
    figure: savedPercent(advised, ({ isToWait }) => isToWait),
    bar: round(
      savedPercent(advised, ({ isBadge }) => !isBadge),
      2,
    ),
  },
)
