import { fromMinor, type Money } from '../money/index.js'
import { dayMs } from '../time/index.js'
import { formatMoney } from './format.js'
import type { Timeline } from './timeline.js'

/** Whether to buy now or to wait for a lower price, and how well such advice did on this very history. */
export interface Advice {
  readonly action: 'buy' | 'wait'
  /** The chance that the price is 2 % or more lower at some time in the next 30 days, from 0 to 1. */
  readonly dropChance: number
  /**
   * What waiting is expected to save: one buys at the first such price, or after 30 days at the price there is then.
   * Below 0 where waiting is expected to cost.
   */
  readonly expectedSaving: Money
  /** How the same advice, given on each day of the past from what was known by then, turned out. */
  readonly backtest: Backtest
  /** Why, in words. */
  readonly reason: string
}

/** How advice turned out on days whose next 30 days are known. */
export interface Backtest {
  /** On how many days. */
  readonly days: number
  /** What following the advice saved against buying at once, in percent of the price, on average; to a tenth. */
  readonly savedPercent: number
  /** The mean squared error of the chance (Brier score): 0 is best, and always saying 0.5 gives 0.25. */
  readonly brierScore: number
  /** The same of a forecast that knows only how often the price dropped before. */
  readonly baselineBrierScore: number
}

/**
 * Where a price stands among those of the 90 days before, by how much of that time it was 2 % or more cheaper; what follows
 * depends on it. At `lowest` it was at most 2 % of the time, and dearer for more; where it was neither, the price is `still`.
 */
type Standing = 'still' | 'lowest' | 'low' | 'middle' | 'high' | 'highest'

const [horizonDays, standingDays] = [30, 90]
/** What is further back says little of what is next. */
const longestDays = 1_095
/** Whether one price is 2 % or more below another, and so worth waiting for. Both are whole numbers: nothing is rounded. */
const isDrop = (from: number, to: number): boolean => to * 100 <= from * 98

/** Below this share of the days it was as good as never cheaper. */
const hardlyEver = 0.02
/** So many days must have shown what came after them. */
const leastResolved = 60

/**
 * What came after a price of each standing in one half of 251 real histories (groceries, sportswear, supplements), the
 * products of a shop's branch kept together: how often it dropped, and what waiting saved of the price. `bench advice` scores each half.
 */
const elsewhere: Readonly<Record<Standing, { readonly chance: number; readonly saved: number }>> = {
  still: { chance: 0.33, saved: 0.036 },
  lowest: { chance: 0.26, saved: -0.117 },
  low: { chance: 0.56, saved: 0.002 },
  middle: { chance: 0.67, saved: 0.093 },
  high: { chance: 0.78, saved: 0.122 },
  highest: { chance: 0.77, saved: 0.095 },
}

/** How many days of one's own a product needs to outweigh them: days overlap, and so say little more than six months would. */
const elsewhereDays = 180

/** When one should wait: a drop is more likely than not, and waiting is expected to save this share of the price. */
const [leastChance, leastSaving] = [0.5, 0.01]

interface Outcome {
  readonly standing: Standing
  readonly dropped: boolean
  /** What waiting saved, as a share of the price. */
  readonly saved: number
}

interface Forecast {
  readonly dropChance: number
  readonly saved: number
  readonly plainChance: number
}

/** Advises by what came after similar days, of this history and elsewhere; `undefined` where too few of its own are known. */
export function advise(timeline: Timeline, now: number): Advice | undefined {
  const days = lastDays(timeline, now)
  const standings = Array.from(days, (_, day) => standingOf(days, day))
  const [price, standing] = [days.at(-1), standings.at(-1)]
  if (price === undefined || Number.isNaN(price) || !standing || price === 0) return undefined
  const outcomes = standings.map((each, day) => outcomeOf(days, day, each))
  const experience = new Experience()
  const backtest = new Scores()
  for (const [day, outcome] of outcomes.entries()) {
    const resolved = outcomes[day - horizonDays]
    if (resolved) experience.add(resolved)
    if (outcome && experience.all.days >= leastResolved)
      backtest.add(experience.forecast(outcome.standing), outcome)
  }
  if (experience.all.days < leastResolved || backtest.days === 0) return undefined
  const forecast = experience.forecast(standing)
  return inFull(forecast, standing, price, timeline.currency, backtest.result())
}

function inFull(
  { dropChance, saved }: Forecast,
  standing: Standing,
  price: number,
  currency: string,
  backtest: Backtest,
): Advice {
  const action = isWorthWaiting({ dropChance, saved }) ? 'wait' : 'buy'
  const minor = BigInt(Math.round(price * saved))
  const saving = formatMoney(fromMinor(minor < 0n ? -minor : minor, currency))
  const reason =
    `${inStandingWords[standing]}; after such prices, here and elsewhere, it was 2 % lower within ${horizonDays} days in ` +
    `${Math.round(100 * dropChance)} % of cases; waiting is expected to ${minor < 0n ? 'cost' : 'save'} ${saving}; ` +
    `on ${backtest.days} past days such advice saved ${backtest.savedPercent} % on average`
  return {
    action,
    dropChance: round(dropChance, 3),
    expectedSaving: fromMinor(minor, currency),
    backtest,
    reason,
  }
}

const isWorthWaiting = ({ dropChance, saved }: Pick<Forecast, 'dropChance' | 'saved'>): boolean =>
  dropChance >= leastChance && saved >= leastSaving

const inStandingWords: Readonly<Record<Standing, string>> = {
  still: 'the price hardly moved in the last 90 days',
  lowest: 'it was hardly ever cheaper in the last 90 days',
  low: 'it was cheaper on up to a fifth of the last 90 days',
  middle: 'it was cheaper on a fifth to half of the last 90 days',
  high: 'it was cheaper on most of the last 90 days',
  highest: 'it was cheaper on nearly all of the last 90 days',
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits

/** The price on each of the last days, a day apart, the last one that of `now`; NaN where it is not known. */
function lastDays({ intervals }: Timeline, now: number): Float64Array {
  const first = intervals[0]?.from ?? now
  const count = Math.min(longestDays, Math.floor((now - first) / dayMs) + 1)
  const days = new Float64Array(count).fill(Number.NaN)
  for (let index = intervals.length - 1; index >= 0; index--) {
    const { from, to, minor } = intervals[index] as (typeof intervals)[number]
    // A price no longer holds at the moment at which it ends, but the last one does at `now`.
    const isPresent = index === intervals.length - 1 && to === now
    const newest = isPresent ? 0 : Math.floor((now - to) / dayMs) + 1
    if (newest > count) break
    for (let back = newest; back < count && now - back * dayMs >= from; back++)
      days[count - 1 - back] = Number(minor)
  }
  return days
}

/** Where the price of a day stood among those of the 90 days before it; `undefined` where it or they are not known. */
function standingOf(days: Float64Array, day: number): Standing | undefined {
  const price = days[day] as number
  let [known, cheaper, dearer] = [0, 0, 0]
  for (let before = Math.max(0, day - standingDays); before < day; before++) {
    const other = days[before] as number
    if (Number.isNaN(other)) continue
    known += 1
    if (isDrop(price, other)) cheaper += 1
    else if (isDrop(other, price)) dearer += 1
  }
  if (known === 0 || Number.isNaN(price)) return undefined
  const share = cheaper / known
  if (share <= hardlyEver) return dearer / known <= hardlyEver ? 'still' : 'lowest'
  return share <= 0.2 ? 'low' : share <= 0.5 ? 'middle' : share <= 0.8 ? 'high' : 'highest'
}

/** What came after a day; `undefined` while that is still to come, or where fewer than half of the days are known. */
function outcomeOf(days: Float64Array, day: number, standing: Standing | undefined): Outcome | undefined {
  const price = days[day] as number
  if (!standing || price === 0 || day + horizonDays >= days.length) return undefined
  let [known, paid] = [0, price]
  for (let later = day + 1; later <= day + horizonDays; later++) {
    const next = days[later] as number
    if (Number.isNaN(next)) continue
    known += 1
    paid = next
    if (isDrop(price, next)) return { standing, dropped: true, saved: (price - next) / price }
  }
  return known < horizonDays / 2 ? undefined : { standing, dropped: false, saved: (price - paid) / price }
}

interface Tally {
  days: number
  dropped: number
  saved: number
}

/** What came after the days so far, by where the price stood, and after all of them. */
class Experience {
  readonly all: Tally = { days: 0, dropped: 0, saved: 0 }
  readonly #by = new Map<Standing, Tally>()

  add({ standing, dropped, saved }: Outcome): void {
    for (const tally of [this.all, this.#of(standing)]) {
      tally.days += 1
      tally.dropped += Number(dropped)
      tally.saved += saved
    }
  }

  /** Days of the same standing, drawn towards what came elsewhere the fewer they are. */
  forecast(standing: Standing): Forecast {
    const [own, { chance, saved }] = [this.#of(standing), elsewhere[standing]]
    const weight = own.days + elsewhereDays
    return {
      plainChance: (this.all.dropped + 1) / (this.all.days + 2),
      dropChance: (own.dropped + elsewhereDays * chance) / weight,
      saved: (own.saved + elsewhereDays * saved) / weight,
    }
  }

  #of(standing: Standing): Tally {
    const tally = this.#by.get(standing) ?? { days: 0, dropped: 0, saved: 0 }
    this.#by.set(standing, tally)
    return tally
  }
}

/** How forecasts turned out. */
class Scores {
  days = 0
  #saved = 0
  #squares = 0
  #plainSquares = 0

  add(forecast: Forecast, outcome: Outcome): void {
    const { dropChance, plainChance } = forecast
    this.days += 1
    if (isWorthWaiting(forecast)) this.#saved += outcome.saved
    this.#squares += (dropChance - Number(outcome.dropped)) ** 2
    this.#plainSquares += (plainChance - Number(outcome.dropped)) ** 2
  }

  result(): Backtest {
    return {
      days: this.days,
      savedPercent: round((100 * this.#saved) / this.days, 1),
      brierScore: round(this.#squares / this.days, 4),
      baselineBrierScore: round(this.#plainSquares / this.days, 4),
    }
  }
}
