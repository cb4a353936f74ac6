import { fromMinor, type Money } from '../money/index.js'
import { dayMs } from '../time/index.js'
import {
  type Backtest,
  BacktestScore,
  type Forecast,
  Forecaster,
  isWorthWaiting,
  type Outcome,
  type PriceLevel,
  round,
} from './forecast.js'
import { formatMoney } from './format.js'
import type { PriceInterval, Timeline } from './timeline.js'

/** A recommendation to buy now or to wait for a lower price, with its track record on this very history. */
export interface Advice {
  /** `wait` when waiting is expected to save at least 1 % of the price. */
  readonly action: 'buy' | 'wait'
  /** The probability, from 0 to 1, that the price is at least 2 % lower at some time in the next 30 days. */
  readonly dropChance: number
  /** The plain chance, from 0 to 1: how often it dropped so before. `dropChance` is the same until the level has proven to say more. */
  readonly plainChance: number
  /**
   * The expected saving of waiting. One who waits buys at the first price that is 2 % lower, or after 30 days at the
   * price asked then. Negative when waiting is expected to cost.
   */
  readonly expectedSaving: Money
  /** The results of the same advice on each past day, given from what was known by then. */
  readonly backtest: Backtest
  /** The reason in words. */
  readonly reason: string
}

/** The days that a forecast looks ahead, and the days before that set the level of a price. */
const [horizonDays, levelDays] = [30, 90]
/** The maximum age of the history that forecasts learn from. Older prices say little about the next month. */
const maxHistoryDays = 1_095
/** Checks for a drop that is worth waiting for: 2 % or more. Both prices are whole numbers, so nothing is rounded. */
const isDrop = (from: number, to: number): boolean => to * 100 <= from * 98

/** The share of the days up to which a price was rarely lower, or rarely higher. */
const rarelyShare = 0.02
/** The minimum number of days whose next 30 days are known. */
const minResolvedDays = 60

/** Advice, or the reason why it is withheld; neither where too little is known. */
export type AdviceResult =
  | { readonly advice?: Advice; readonly noAdvice?: never }
  | { readonly advice?: never; readonly noAdvice: string }

/**
 * Advises by the outcomes of past days, above all of those with the same price level. There is no advice where too few outcomes
 * of this history are known, nor where the same advice on its past days was no closer to what came than a plain forecast,
 * which knows only how often the price dropped before.
 */
export function advise(timeline: Timeline, now: number): AdviceResult {
  const prices = dailyPrices(timeline, now)
  const levels = Array.from(prices, (_, day) => levelOf(prices, day))
  const [price, level] = [prices.at(-1), levels.at(-1)]
  // An unknown price is NaN, and one of nothing cannot drop.
  if (!level || !price) return {}
  const { forecast, backtest, isBetter } = followForecasts(prices, levels)
  if (!forecast || !backtest) return {}
  if (!isBetter) return { noAdvice: notBetter(backtest) }
  return { advice: toAdvice(forecast, { level, price, currency: timeline.currency }, backtest) }
}

/** Returns the forecast for the last day, and the score of those of the days before. Each knows what was known by then. */
function followForecasts(prices: Float64Array, levels: readonly (PriceLevel | undefined)[]) {
  const [forecaster, score] = [new Forecaster(), new BacktestScore()]
  const forecasts: (Forecast | undefined)[] = []
  for (const [day, level] of levels.entries()) {
    const before = day - horizonDays
    const resolved = before < 0 ? undefined : outcomeOf(prices, before, levels[before])
    const made = forecasts[before]
    if (resolved) forecaster.learn(resolved, made)
    if (resolved && made) score.add(made, resolved)
    forecasts.push(level && forecaster.days >= minResolvedDays ? forecaster.forecast(level) : undefined)
  }
  const isBetter = forecaster.isLevelAhead && !score.isWorse
  return { forecast: forecasts.at(-1), backtest: score.result(), isBetter }
}

const notBetter = ({ days, baselineBrierScore }: Backtest): string =>
  `on ${days} past days the level of the price said no more than how often it dropped before ` +
  `(which has a Brier score of ${baselineBrierScore})`

/** The price that advice is given on, in minor units. */
interface AdvisedPrice {
  readonly level: PriceLevel
  readonly price: number
  readonly currency: string
}

function toAdvice(forecast: Forecast, { level, price, currency }: AdvisedPrice, backtest: Backtest): Advice {
  const { dropChance, saved } = forecast
  const minor = BigInt(Math.round(price * saved))
  const saving = formatMoney(fromMinor(minor < 0n ? -minor : minor, currency))
  const reason =
    `${levelDescriptions[level]}; it gets 2 % lower within ${horizonDays} days with a chance of ` +
    `${Math.round(100 * dropChance)} %; waiting is expected to ${minor < 0n ? 'cost' : 'save'} ${saving}; ` +
    `on ${backtest.days} past days such advice saved ${backtest.savedPercent} % on average`
  return {
    action: isWorthWaiting(forecast) ? 'wait' : 'buy',
    dropChance: round(dropChance, 3),
    plainChance: round(forecast.baselineChance, 3),
    expectedSaving: fromMinor(minor, currency),
    backtest,
    reason,
  }
}

const levelDescriptions: Readonly<Record<PriceLevel, string>> = {
  flat: 'the price hardly moved in the last 90 days',
  lowest: 'it was hardly ever cheaper in the last 90 days',
  low: 'it was cheaper on up to a fifth of the last 90 days',
  middle: 'it was cheaper on a fifth to half of the last 90 days',
  high: 'it was cheaper on most of the last 90 days',
  highest: 'it was cheaper on nearly all of the last 90 days',
}

/** Returns the price at 24-hour steps up to `now`, oldest first, in minor units; `NaN` where it is not known. */
function dailyPrices({ intervals }: Timeline, now: number): Float64Array {
  const first = intervals[0]?.from ?? now
  const count = Math.min(maxHistoryDays, Math.floor((now - first) / dayMs) + 1)
  const prices = new Float64Array(count).fill(Number.NaN)
  for (let index = intervals.length - 1; index >= 0; index--) {
    const { from, to, minor } = intervals[index] as PriceInterval
    // An interval excludes its end, except that the last one still holds at `now`.
    const isCurrent = index === intervals.length - 1 && to === now
    const newest = isCurrent ? 0 : Math.floor((now - to) / dayMs) + 1
    if (newest > count) break
    for (let daysAgo = newest; daysAgo < count && now - daysAgo * dayMs >= from; daysAgo++)
      prices[count - 1 - daysAgo] = Number(minor)
  }
  return prices
}

/** Returns the level of a day's price among those of the 90 days before; `undefined` where it or they are not known. */
function levelOf(prices: Float64Array, day: number): PriceLevel | undefined {
  const price = prices[day] ?? Number.NaN
  let [known, lower, higher] = [0, 0, 0]
  for (let before = Math.max(0, day - levelDays); before < day; before++) {
    const other = prices[before] ?? Number.NaN
    if (Number.isNaN(other)) continue
    known += 1
    if (isDrop(price, other)) lower += 1
    else if (isDrop(other, price)) higher += 1
  }
  if (known === 0 || Number.isNaN(price)) return undefined
  const share = lower / known
  if (share <= rarelyShare) return higher / known <= rarelyShare ? 'flat' : 'lowest'
  return share <= 0.2 ? 'low' : share <= 0.5 ? 'middle' : share <= 0.8 ? 'high' : 'highest'
}

/** Returns the outcome of waiting on a day; `undefined` while it is still open, or where half of the days are unknown. */
function outcomeOf(prices: Float64Array, day: number, level: PriceLevel | undefined): Outcome | undefined {
  const price = prices[day] ?? Number.NaN
  if (!level || price === 0 || day + horizonDays >= prices.length) return undefined
  let [known, paid] = [0, price]
  for (let later = day + 1; later <= day + horizonDays; later++) {
    const next = prices[later] ?? Number.NaN
    if (Number.isNaN(next)) continue
    known += 1
    paid = next
    if (isDrop(price, next)) return { level, dropped: true, saved: (price - next) / price }
  }
  return known < horizonDays / 2 ? undefined : { level, dropped: false, saved: (price - paid) / price }
}
