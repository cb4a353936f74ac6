/** The results of advice on days whose next 30 days are known. */
export interface Backtest {
  /** The number of such days. */
  readonly days: number
  /** The mean saving of following the advice against buying at once, in percent of the price, to one decimal. */
  readonly savedPercent: number
  /** The Brier score of `dropChance`, its mean squared error. 0 is best; a constant forecast of 0.5 scores 0.25. */
  readonly brierScore: number
  /** The Brier score of a baseline that knows only how often the price dropped before. */
  readonly baselineBrierScore: number
}

/**
 * The level of a price among those of the 90 days before, by the share of that time at which it was 2 % or more lower.
 * `lowest`: it was lower at most 2 % of the time. `flat`: it was also higher at most 2 % of the time.
 */
export type PriceLevel = 'flat' | 'lowest' | 'low' | 'middle' | 'high' | 'highest'

/** A chance of a drop, and the mean saving of waiting as a share of the price. */
interface Rates {
  readonly chance: number
  readonly saved: number
}

/**
 * The priors: the rates at each level, and at any. Measured on one half of 251 real histories (groceries, sportswear,
 * supplements); products of one shop and branch are in the same half. `bench advice` scores each half.
 */
const priors: Readonly<Record<PriceLevel, Rates>> = {
  flat: { chance: 0.33, saved: 0.036 },
  lowest: { chance: 0.26, saved: -0.117 },
  low: { chance: 0.56, saved: 0.002 },
  middle: { chance: 0.67, saved: 0.093 },
  high: { chance: 0.78, saved: 0.122 },
  highest: { chance: 0.77, saved: 0.095 },
}
const priorOfAny: Rates = { chance: 0.57, saved: 0.037 }

/**
 * The weights, in days of a product's own, of the prior at any level, and of what is expected of a level before its own days
 * count. Windows of 30 days overlap, so that days are not independent.
 */
const [priorDays, levelDays] = [60, 180]

/** The share of the difference between a level and any that is carried over from other histories, in log odds. */
const carriedOver = 0.5

/** The minimum saving of waiting, as a share of the price, at which the advice is to wait. */
const minSavedShare = 0.01

/**
 * The weight of the level's chance against the plain one before either was tested, and the rate at which the weight
 * learns. By the bound of exponential weights the mixture loses at most `-ln(1 - startWeight) / learningRate` = 0.3 in the
 * sum of squared errors against the plain chance, if each outcome were known at once; a month's delay multiplies that.
 * The weight counts only while the level's chance is proven.
 */
const [startWeight, learningRate] = [0.03, 0.1]

/**
 * The days of a block, whose mean is one figure of the record: about as long as the windows that overlap. The level's chance is
 * proven where the mean gain of at least four blocks is above zero at 95 %, one-sided, by the normal approximation.
 */
const [blockDays, minBlocks, z95] = [30, 4, 1.6449]

/** The outcome of waiting on one day. */
export interface Outcome {
  /** The level of the price on that day. */
  readonly level: PriceLevel
  /** `true` when the price dropped by 2 % or more within the horizon. */
  readonly dropped: boolean
  /** The saving of waiting, as a share of the price. */
  readonly saved: number
}

/** A forecast for a price of one level. */
export interface Forecast {
  /** The chance of a drop, from 0 to 1: the plain one, and a mixture of the next two once that of the level is proven. */
  readonly dropChance: number
  /** The chance of a drop at this level. */
  readonly levelChance: number
  /** The plain chance of a drop, whatever the level is. */
  readonly baselineChance: number
  /** The expected saving of waiting, as a share of the price. */
  readonly saved: number
}

/** Checks whether a forecast advises to wait. */
export const isWorthWaiting = ({ saved }: Forecast): boolean => saved >= minSavedShare

/** Rounds a number to some decimals. */
export const round = (value: number, digits: number): number =>
  Math.round(value * 10 ** digits) / 10 ** digits

const logOdds = (chance: number): number => Math.log(chance / (1 - chance))
const fromLogOdds = (odds: number): number => 1 / (1 + Math.exp(-odds))
const squaredError = (chance: number, { dropped }: Outcome): number => (chance - Number(dropped)) ** 2

interface OutcomeTotals {
  days: number
  dropped: number
  saved: number
}

/** The record of the level's chance against the plain one: what it gained in squared errors. */
class GainRecord {
  #days = 0
  #gain = 0
  #gainOfBlock = 0
  #blocks = 0
  #sum = 0
  #sumOfSquares = 0

  add(gain: number): void {
    this.#gain += gain
    this.#gainOfBlock += gain
    this.#days += 1
    if (this.#days % blockDays !== 0) return
    this.#blocks += 1
    this.#sum += this.#gainOfBlock
    this.#sumOfSquares += this.#gainOfBlock ** 2
    this.#gainOfBlock = 0
  }

  /** Returns whether the level came closer than the plain chance so far. */
  get isAhead(): boolean {
    return this.#gain > 0
  }

  /** Returns whether that is more than luck. */
  get isProven(): boolean {
    const [count, sum] = [this.#blocks, this.#sum]
    if (count < minBlocks || sum <= 0 || !this.isAhead) return false
    const variance = Math.max(0, (this.#sumOfSquares - sum ** 2 / count) / (count - 1))
    return sum > z95 * Math.sqrt(count * variance)
  }
}

/**
 * A forecast model. The chance at a level is that of the level's own past days, shrunk towards the product's chance at any
 * level, moved by what a level means elsewhere. Once it has proven better, it is mixed with the plain chance, how often the
 * price dropped before: the weight of each follows from how close it came so far (exponential weights; Cesa-Bianchi and Lugosi, Prediction,
 * Learning, and Games, 2006, section 3.3).
 */
export class Forecaster {
  readonly #all: OutcomeTotals = { days: 0, dropped: 0, saved: 0 }
  readonly #byLevel = new Map<PriceLevel, OutcomeTotals>()
  readonly #record = new GainRecord()
  #weight = logOdds(startWeight)

  /** Returns whether the level's chance came closer than the plain one so far. */
  get isLevelAhead(): boolean {
    return this.#record.isAhead
  }

  /** The number of outcomes learned. */
  get days(): number {
    return this.#all.days
  }

  /** Learns an outcome and, where a forecast was made for that day, how close it came. */
  learn(outcome: Outcome, made?: Forecast): void {
    const { level, dropped, saved } = outcome
    for (const totals of [this.#all, this.#of(level)]) {
      totals.days += 1
      totals.dropped += Number(dropped)
      totals.saved += saved
    }
    if (!made) return
    const gain = squaredError(made.baselineChance, outcome) - squaredError(made.levelChance, outcome)
    this.#weight += learningRate * gain
    this.#record.add(gain)
  }

  forecast(level: PriceLevel): Forecast {
    const [all, own, prior] = [this.#all, this.#of(level), priors[level]]
    const atAny = (all.dropped + priorDays * priorOfAny.chance) / (all.days + priorDays)
    const moved = logOdds(atAny) + carriedOver * (logOdds(prior.chance) - logOdds(priorOfAny.chance))
    const savedAtAny = (all.saved + priorDays * priorOfAny.saved) / (all.days + priorDays)
    const savedMoved = savedAtAny + carriedOver * (prior.saved - priorOfAny.saved)
    const ownDays = own.days + levelDays
    const levelChance = (own.dropped + levelDays * fromLogOdds(moved)) / ownDays
    const weight = this.#record.isProven ? fromLogOdds(this.#weight) : 0
    const baselineChance = (all.dropped + 1) / (all.days + 2)
    return {
      dropChance: baselineChance + weight * (levelChance - baselineChance),
      levelChance,
      baselineChance,
      saved: (own.saved + levelDays * savedMoved) / ownDays,
    }
  }

  #of(level: PriceLevel): OutcomeTotals {
    const totals = this.#byLevel.get(level) ?? { days: 0, dropped: 0, saved: 0 }
    this.#byLevel.set(level, totals)
    return totals
  }
}

/** A score of past forecasts by their outcomes. */
export class BacktestScore {
  #days = 0
  #saved = 0
  #errors = 0
  #baselineErrors = 0

  /** Adds a forecast whose outcome is known. */
  add(forecast: Forecast, outcome: Outcome): void {
    this.#days += 1
    if (isWorthWaiting(forecast)) this.#saved += outcome.saved
    this.#errors += squaredError(forecast.dropChance, outcome)
    this.#baselineErrors += squaredError(forecast.baselineChance, outcome)
  }

  /** Returns whether the forecasts were further from what came than the plain chance. */
  get isWorse(): boolean {
    return this.#errors > this.#baselineErrors
  }

  /** Returns the score; `undefined` when there is no forecast. */
  result(): Backtest | undefined {
    if (this.#days === 0) return undefined
    return {
      days: this.#days,
      savedPercent: round((100 * this.#saved) / this.#days, 1),
      brierScore: round(this.#errors / this.#days, 4),
      baselineBrierScore: round(this.#baselineErrors / this.#days, 4),
    }
  }
}
