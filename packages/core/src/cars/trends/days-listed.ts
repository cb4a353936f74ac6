import { z } from 'zod'
import { defined, type OptionsShape, parseOptions } from '../../options/index.js'

/** How long a car has been for sale. */
export interface ListingSpell {
  /** Days from the first sight to the last, or to now. */
  readonly days: number
  /** Whether it is gone, and so the days are all there will be; else it still stands. */
  readonly isGone: boolean
}

/** How long cars stay for sale. */
export interface DaysListed {
  /** How many spells it rests on, and how many of them have ended. */
  readonly count: number
  readonly gone: number
  /** After so many days half of the cars are gone; absent while more than half still stand, as are the others. */
  readonly medianDays?: number
  readonly p25Days?: number
  readonly p75Days?: number
  /** The share of the cars that still stand after so many days: steps, falling. */
  readonly survival: readonly { readonly days: number; readonly share: number }[]
}

const spellShape = {
  days: z.number().nonnegative(),
  isGone: z.boolean(),
} satisfies OptionsShape<ListingSpell>
const spellsSchema = z.strictObject({ spells: z.array(z.object(spellShape)) })

/**
 * How long cars stay for sale, from those that are gone and those that still stand alike: a car that stands has lasted
 * at least so long (Kaplan and Meier 1958). Counting only those that are gone would make it too short.
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
  parseOptions('daysListed', spellsSchema, { spells })
  const ends = [...new Set(spells.filter(({ isGone }) => isGone).map(({ days }) => days))].sort(
    (a, b) => a - b,
  )
  let share = 1
  const survival = ends.map((days) => {
    const standing = spells.filter((spell) => spell.days >= days).length
    const gone = spells.filter((spell) => spell.isGone && spell.days === days).length
    share *= 1 - gone / standing
    return { days, share }
  })
  // Shares are products of fractions: a half may be a hair above one half.
  const daysAt = (left: number) => survival.find((step) => step.share <= left + 1e-12)?.days
  const [p25Days, medianDays, p75Days] = [daysAt(0.75), daysAt(0.5), daysAt(0.25)]
  return {
    count: spells.length,
    gone: spells.filter(({ isGone }) => isGone).length,
    ...defined({ medianDays, p25Days, p75Days }),
    survival,
  }
}
