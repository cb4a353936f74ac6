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

/**
 * The prior of each level: the chance of a drop, and the mean saving of waiting as a share of the price. Measured on one
 * half of 251 real histories (groceries, sportswear, supplements); products of one shop and branch are in the same half.
 * `bench advice` scores each half.
 */
const priors: Readonly<Record<PriceLevel, { readonly chance: number; readonly saved: number }>> = {
  flat: { chance: 0.33, saved: 0.036 },
  lowest: { chance: 0.26, saved: -0.117 },
  low: { chance: 0.56, saved: 0.002 },
  middle: { chance: 0.67, saved: 0.093 },
  high: { chance: 0.78, saved: 0.122 },
  highest: { chance: 0.77, saved: 0.095 },
}

/** The weight of the prior in days of a product's own. Windows of 30 days overlap, so that days are not independent. */
const priorWeightDays = 180

/** The minimum chance of a drop, and the minimum saving as a share of the price, at which the advice is to wait. */
const [minDropChance, minSavedShare] = [0.5, 0.01]

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
  /** The chance of a drop, from 0 to 1. */
  readonly dropChance: number
  /** The expected saving of waiting, as a share of the price. */
  readonly saved: number
  /** The chance of a drop whatever the level is. */
  readonly baselineChance: number
}

/** Checks whether a forecast advises to wait. */
export const isWorthWaiting = ({ dropChance, saved }: Forecast): boolean =>
  dropChance >= minDropChance && saved >= minSavedShare

/** Rounds a number to some decimals. */
export const round = (value: number, digits: number): number =>
  Math.round(value * 10 ** digits) / 10 ** digits

interface OutcomeTotals {
  days: number
  dropped: number
  saved: number
}

/** A forecast model: the totals of past outcomes for each price level, shrunk towards the prior of the level. */
export class Forecaster {
  readonly all: OutcomeTotals = { days: 0, dropped: 0, saved: 0 }
  readonly #byLevel = new Map<PriceLevel, OutcomeTotals>()

  learn({ level, dropped, saved }: Outcome): void {
    for (const totals of [this.all, this.#of(level)]) {
      totals.days += 1
      totals.dropped += Number(dropped)
      totals.saved += saved
    }
  }

  forecast(level: PriceLevel): Forecast {
    const [own, { chance, saved }] = [this.#of(level), priors[level]]
    const weight = own.days + priorWeightDays
    return {
      baselineChance: (this.all.dropped + 1) / (this.all.days + 2),
      dropChance: (own.dropped + priorWeightDays * chance) / weight,
      saved: (own.saved + priorWeightDays * saved) / weight,
    }
  }

  #of(level: PriceLevel): OutcomeTotals {
    const totals = this.#byLevel.get(level) ?? { days: 0, dropped: 0, saved: 0 }
    this.#byLevel.set(level, totals)
    return totals
  }
}

/** The recent past in days, on which forecasts must be better as well: products change their ways. */
const recentDays = 180

/** The share of the baseline's squared error that forecasts may have at most. */
const maxErrorShare = 0.9

/** Scores past forecasts by their outcomes. */
export class BacktestScore {
  #saved = 0
  readonly #errors: number[] = []
  readonly #baselineErrors: number[] = []

  /** The number of forecasts. */
  get days(): number {
    return this.#errors.length
  }

  add(forecast: Forecast, outcome: Outcome): void {
    const { dropChance, baselineChance } = forecast
    if (isWorthWaiting(forecast)) this.#saved += outcome.saved
    this.#errors.push((dropChance - Number(outcome.dropped)) ** 2)
    this.#baselineErrors.push((baselineChance - Number(outcome.dropped)) ** 2)
  }

  /** Returns `true` when the forecasts were closer by a tenth than the baseline, on the whole and of late. */
  isBetter(): boolean {
    return [this.days, recentDays].every(
      (days) => sum(this.#errors.slice(-days)) < maxErrorShare * sum(this.#baselineErrors.slice(-days)),
    )
  }

  result(): Backtest {
    return {
      days: this.days,
      savedPercent: round((100 * this.#saved) / this.days, 1),
      brierScore: round(sum(this.#errors) / this.days, 4),
      baselineBrierScore: round(sum(this.#baselineErrors) / this.days, 4),
    }
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0)
