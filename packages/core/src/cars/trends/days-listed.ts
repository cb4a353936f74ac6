import * as check from '../../options/check.js'
import { checkOptions, defined, marketSize } from '../../options/checks.js'

/** The time that one car has been listed (a spell, in survival analysis). */
export interface ListingSpell {
  /** The days from the first time it was seen to the last, or to now. */
  readonly days: number
  /** `true` when the car is gone, so that the spell has ended; `false` while it is still listed (censored). */
  readonly isGone: boolean
}

/** The distribution of the time that cars stay listed. */
export interface DaysListed {
  /** The number of spells. */
  readonly count: number
  /** The number of spells that have ended. */
  readonly gone: number
  /** The days after which half of the cars are gone; absent while more than half are still listed. */
  readonly medianDays?: number
  /** The days after which a quarter of the cars are gone; absent while more than three quarters are still listed. */
  readonly p25Days?: number
  /** The days after which three quarters of the cars are gone; absent while more than a quarter is still listed. */
  readonly p75Days?: number
  /** The survival curve: the share of cars that are still listed after so many days, as descending steps. */
  readonly survival: readonly { readonly days: number; readonly share: number }[]
}

const spellCheck = check.object({
  days: check.number({ min: 0, max: 1e6 }),
  isGone: check.boolean(),
} satisfies check.CheckShape<ListingSpell>)
const spellsCheck = check.strictObject({ spells: check.list(spellCheck, 'a list of spells') })

/**
 * Estimates how long cars stay listed, from ended and open spells alike (Kaplan and Meier 1958). A car that is still listed
 * has lasted at least so long. Counting only the cars that are gone would underestimate the time.
 *
 * @throws `ValidationError` when a number of days is negative or not finite.
 * @example
 * ```ts
 * import { daysListed } from '@telltale/core/cars'
 *
 * const { medianDays } = daysListed([
 *   { days: 10, isGone: true },
 *   { days: 30, isGone: false },
 *   { days: 40, isGone: true },
 * ])
 * console.log(medianDays) // 40
 * ```
 */
export function daysListed(spells: readonly ListingSpell[]): DaysListed {
  checkOptions('daysListed', spellsCheck, { spells }, marketSize)
  const ends = [...new Set(spells.filter(({ isGone }) => isGone).map(({ days }) => days))].sort(
    (a, b) => a - b,
  )
  let share = 1
  const survival = ends.map((days) => {
    const atRisk = spells.filter((spell) => spell.days >= days).length
    const gone = spells.filter((spell) => spell.isGone && spell.days === days).length
    share *= 1 - gone / atRisk
    return { days, share }
  })
  // Shares are products of fractions: one half can be slightly above 0.5.
  const daysAt = (left: number) => survival.find((step) => step.share <= left + 1e-12)?.days
  const [p25Days, medianDays, p75Days] = [daysAt(0.75), daysAt(0.5), daysAt(0.25)]
  return {
    count: spells.length,
    gone: spells.filter(({ isGone }) => isGone).length,
    ...defined({ medianDays, p25Days, p75Days }),
    survival,
  }
}
