import type { Listing } from '../vehicle/listing.js'
import { isMissingWord } from '../vehicle/missing-words.js'

/** One comparison that speaks for or against two listings being of one car. */
export interface LinkEvidence {
  /** The compared feature. */
  readonly name: 'mileage' | 'trim' | 'color' | 'place' | 'price' | 'kind' | 'images' | 'overlap'
  /** The probability for one car divided by that for two cars (Fellegi and Sunter 1969). Above 1 speaks for one car. */
  readonly likelihoodRatio: number
  /** A phrase such as `8 miles apart`. */
  readonly description: string
}

/**
 * The probabilities of a mileage difference, for one car that is listed twice and for two cars of a make, model and year.
 * Both were counted on 25,570 cars at US auctions in 2014–15: 137 pairs of one VIN and 6.2 million pairs of two. Three in
 * ten of the former were then moved to the first row, since websites copy a mileage where an auction reads it again.
 */
const mileages: readonly { readonly upTo: number; readonly same: number; readonly other: number }[] = [
  { upTo: 1, same: 0.315, other: 0.000_076 },
  { upTo: 10, same: 0.291, other: 0.000_442 },
  { upTo: 50, same: 0.159, other: 0.001_994 },
  { upTo: 200, same: 0.102, other: 0.007_468 },
  { upTo: 1_000, same: 0.092, other: 0.039_575 },
  { upTo: 5_000, same: 0.026, other: 0.185_828 },
  { upTo: Number.POSITIVE_INFINITY, same: 0.015, other: 0.764_617 },
]

/** The probabilities that two listings agree, for one car and for two of a make, model and year; counted on the same cars. */
const agreements = {
  trim: { same: 0.883, other: 0.412 },
  color: { same: 0.883, other: 0.158 },
  place: { same: 0.752, other: 0.128 },
}

/** The likelihood ratios of prices: 14 % differ by more than a fifth for one car, 26 % for two; counted on the same cars. */
const prices = { maxNearRatio: 1.2, farLikelihood: 0.53, nearLikelihood: 1.17 }

/** An expert estimate: body, fuel, transmission and drivetrain rarely differ between two listings of one car. */
const differentKindLikelihood = 0.1
/** An expert estimate, by the number of images in common: one may be a stock photograph that is not known as such. */
const sharedImageLikelihoods = [5, 15, 50] as const
/** The mileage in miles up to which a car is new: all new cars have it, so that it tells none apart. */
export const maxDeliveryMiles = 100
/** An expert estimate: a source rarely lists one car twice at the same time. */
const overlapLikelihood = 0.2

/**
 * Returns the largest mileage difference with which two listings can still reach `minOdds` from `priorOdds`, everything
 * else agreeing. At most 5,000 miles: beyond that, the mileage itself is decisive.
 *
 * @param hasImages - `true` when a listing has images, which could be shared.
 */
export function maxMileageGap(priorOdds: number, minOdds: number, hasImages: boolean): number {
  const others = Object.values(agreements).map(({ same, other }) => same / other)
  const bestOdds = [...others, prices.nearLikelihood, hasImages ? sharedImageLikelihoods[2] : 1].reduce(
    (a, b) => a * b,
    priorOdds,
  )
  const within = mileages.filter(
    ({ upTo, same, other }) => upTo <= 5_000 && (bestOdds * same) / other >= minOdds,
  )
  return within.at(-1)?.upTo ?? 0
}

/**
 * Compares two listings of one make, model and year. Returns the evidence for and against their being of one car.
 *
 * @param stock - the images that show no single car.
 */
export function compareListings(a: Listing, b: Listing, stock: ReadonlySet<string>): readonly LinkEvidence[] {
  return [
    mileageEvidence(a, b),
    agreementOf('trim', a.trim, b.trim),
    agreementOf('color', a.color, b.color),
    agreementOf('place', a.state, b.state),
    priceEvidence(a, b),
    ...kindEvidence(a, b),
    imageEvidence(a, b, stock),
    overlapEvidence(a, b),
  ].flatMap((evidence) => evidence ?? [])
}

function mileageEvidence(a: Listing, b: Listing): LinkEvidence | undefined {
  if (a.mileageMiles === undefined || b.mileageMiles === undefined) return undefined
  if (Math.max(a.mileageMiles, b.mileageMiles) <= maxDeliveryMiles) return undefined
  const apart = Math.abs(a.mileageMiles - b.mileageMiles)
  // Two rounded mileages agree easily: the difference counts as at least half of the rounding step.
  const difference = Math.max(apart, Math.min(roundingStep(a.mileageMiles), roundingStep(b.mileageMiles)) / 2)
  const row = mileages.find(({ upTo }) => difference <= upTo)
  return (
    row && {
      name: 'mileage',
      likelihoodRatio: row.same / row.other,
      description: `${Math.round(apart)} miles apart`,
    }
  )
}

/** Returns the step that a mileage seems to be rounded to. */
function roundingStep(miles: number): number {
  return [10_000, 1_000, 100].find((step) => miles > 0 && miles % step === 0) ?? 1
}

/** Reduces a text to lower-case letters and digits: `Bright White` and `bright-white` are equal. */
const foldText = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function agreementOf(
  name: keyof typeof agreements,
  a: string | undefined,
  b: string | undefined,
): LinkEvidence | undefined {
  if (!a || !b || isMissingWord(a) || isMissingWord(b)) return undefined
  const { same, other } = agreements[name]
  return foldText(a) === foldText(b)
    ? { name, likelihoodRatio: same / other, description: `the same ${name}: ${a}` }
    : { name, likelihoodRatio: (1 - same) / (1 - other), description: `${name} ${a} and ${b}` }
}

function priceEvidence(a: Listing, b: Listing): LinkEvidence | undefined {
  if (!a.price || !b.price || a.price.currency !== b.price.currency) return undefined
  const [low, high] = [Number(a.price.amount), Number(b.price.amount)].sort((x, y) => x - y)
  if (!low || !high) return undefined
  const isFar = high / low > prices.maxNearRatio
  const description = `prices ${((high / low - 1) * 100).toFixed(0)} % apart`
  return { name: 'price', likelihoodRatio: isFar ? prices.farLikelihood : prices.nearLikelihood, description }
}

function kindEvidence(a: Listing, b: Listing): readonly LinkEvidence[] {
  const members = ['body', 'fuel', 'transmission', 'drivetrain'] as const
  return members
    .filter((member) => a[member] && b[member] && a[member] !== b[member])
    .map((member) => ({
      name: 'kind',
      likelihoodRatio: differentKindLikelihood,
      description: `${member} ${a[member]} and ${b[member]}`,
    }))
}

function imageEvidence(a: Listing, b: Listing, stock: ReadonlySet<string>): LinkEvidence | undefined {
  const shared = new Set((a.images ?? []).filter((image) => b.images?.includes(image) && !stock.has(image)))
    .size
  const likelihoodRatio = sharedImageLikelihoods[Math.min(shared, sharedImageLikelihoods.length) - 1]
  if (likelihoodRatio === undefined) return undefined
  return {
    name: 'images',
    likelihoodRatio,
    description: `${shared} image${shared === 1 ? '' : 's'} in common`,
  }
}

function overlapEvidence(a: Listing, b: Listing): LinkEvidence | undefined {
  const spans = [a, b].map(({ firstSeenAt, lastSeenAt = firstSeenAt }) => ({
    from: firstSeenAt,
    to: lastSeenAt,
  }))
  const [first, second] = spans
  if (a.source !== b.source || first?.from === undefined || second?.from === undefined) return undefined
  const overlaps = first.from <= (second.to ?? second.from) && second.from <= (first.to ?? first.from)
  if (!overlaps) return undefined
  return {
    name: 'overlap',
    likelihoodRatio: overlapLikelihood,
    description: `${a.source} shows both at the same time`,
  }
}
