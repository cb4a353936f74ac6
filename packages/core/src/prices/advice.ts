import { fromMinor, type Money } from '../money/index.js'
import { inWords } from './in-words.js'
import { dayMs, type Timeline } from './timeline.js'
import { openWindow } from './usual-price.js'

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
  readonly plainBrierScore: number
}

/** Where a price stands beside its usual one; what follows depends on it. */
type Standing = 'below' | 'near' | 'above'

const horizonDays = 30
/** What is further back says little of what is next. */
const longestDays = 1_095
/** How far below the price another one must be to be worth waiting for, and how far off the usual price is another standing. */
const [leastDrop, standingShare] = [0.02, 0.05]
/** So many days must have shown what came after them. */
const leastResolved = 60
/** How many days of one's own standing outweigh what all days say: they are far from independent. */
const priorDays = 30
/** What waiting must be expected to save, as a share of the price. */
const leastSaving = 0.01

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

/** Advises by what came after similar days of this history; `undefined` where too few are known. */
export function advise(timeline: Timeline, now: number): Advice | undefined {
  const days = lastDays(timeline, now)
  const standings = standingOf(days, timeline, now)
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
  const action = saved >= leastSaving ? 'wait' : 'buy'
  const expectedSaving = fromMinor(BigInt(Math.round(price * saved)), currency)
  const where = { below: '5 % or more below', near: 'near', above: '5 % or more above' }[standing]
  const percent = Math.round(100 * dropChance)
  const saving = `waiting is expected to ${saved < 0 ? 'cost' : 'save'} ${inWords(
    fromMinor(BigInt(Math.abs(Math.round(price * saved))), currency),
  )}`
  const reason =
    `with the price ${where} the usual one, it was lower within ${horizonDays} days in ${percent} % of cases; ${saving}; ` +
    `on ${backtest.days} past days such advice saved ${backtest.savedPercent} % on average`
  return { action, dropChance: round(dropChance, 3), expectedSaving, backtest, reason }
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits

/** The price on each of the last days, a day apart, the last one that of `now`; NaN where it is not known. */
function lastDays({ holds }: Timeline, now: number): Float64Array {
  const first = holds[0]?.from ?? now
  const count = Math.min(longestDays, Math.floor((now - first) / dayMs) + 1)
  const days = new Float64Array(count).fill(Number.NaN)
  for (let index = holds.length - 1; index >= 0; index--) {
    const { from, to, minor } = holds[index] as (typeof holds)[number]
    const newest = Math.ceil((now - to) / dayMs)
    if (newest > count) break
    for (let back = Math.max(0, newest); back < count && now - back * dayMs >= from; back++)
      days[count - 1 - back] = Number(minor)
  }
  return days
}

/** Where the price of each day stood beside what had held longest in the 90 days before. */
function standingOf(days: Float64Array, { holds }: Timeline, now: number): readonly (Standing | undefined)[] {
  const window = openWindow(holds, now - (days.length - 1) * dayMs)
  return Array.from(days, (price, day) => {
    window.moveTo(now - (days.length - 1 - day) * dayMs)
    const usual = window.usual()
    if (usual === undefined || Number.isNaN(price)) return undefined
    const share = price / Number(usual) - 1
    return share <= -standingShare ? 'below' : share >= standingShare ? 'above' : 'near'
  })
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
    if (next <= price * (1 - leastDrop)) return { standing, dropped: true, saved: (price - next) / price }
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
  readonly #by: Readonly<Record<Standing, Tally>> = {
    below: { days: 0, dropped: 0, saved: 0 },
    near: { days: 0, dropped: 0, saved: 0 },
    above: { days: 0, dropped: 0, saved: 0 },
  }

  add({ standing, dropped, saved }: Outcome): void {
    for (const tally of [this.all, this.#by[standing]]) {
      tally.days += 1
      tally.dropped += Number(dropped)
      tally.saved += saved
    }
  }

  /** Days of the same standing, drawn towards all days the fewer they are. */
  forecast(standing: Standing): Forecast {
    const { all } = this
    const own = this.#by[standing]
    const weight = own.days + priorDays
    const plainChance = (all.dropped + 1) / (all.days + 2)
    return {
      plainChance,
      dropChance: (own.dropped + priorDays * plainChance) / weight,
      saved: (own.saved + (priorDays * all.saved) / all.days) / weight,
    }
  }
}

/** How forecasts turned out. */
class Scores {
  days = 0
  #saved = 0
  #squares = 0
  #plainSquares = 0

  add({ dropChance, plainChance, saved }: Forecast, outcome: Outcome): void {
    this.days += 1
    if (saved >= leastSaving) this.#saved += outcome.saved
    this.#squares += (dropChance - Number(outcome.dropped)) ** 2
    this.#plainSquares += (plainChance - Number(outcome.dropped)) ** 2
  }

  result(): Backtest {
    return {
      days: this.days,
      savedPercent: round((100 * this.#saved) / this.days, 1),
      brierScore: round(this.#squares / this.days, 4),
      plainBrierScore: round(this.#plainSquares / this.days, 4),
    }
  }
}
