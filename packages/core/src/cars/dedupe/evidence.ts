import type { Listing } from '../vehicle/listing.js'

/** One thing that speaks for or against two listings being of one car. */
export interface LinkEvidence {
  readonly name: 'mileage' | 'trim' | 'color' | 'place' | 'price' | 'kind' | 'images' | 'overlap'
  /** How many times likelier it is when they are of one car than when they are not (Fellegi and Sunter 1969). */
  readonly likelihoodRatio: number
  /** Such as `8 miles apart`. */
  readonly description: string
}

/**
 * How likely miles apart are, for one car that is shown twice and for two cars of a make, model and year. Both were
 * counted on 25,570 cars at US auctions in 2014–15, 137 pairs of one VIN and 6.2 million of two; of the former, three in
 * ten were then moved to the first row, as sites copy the mileage of a car where an auction reads it again.
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

/** How often two listings agree, for one car and for two of a make, model and year; counted on the same cars. */
const agreements = {
  trim: { same: 0.883, other: 0.412 },
  color: { same: 0.883, other: 0.158 },
  place: { same: 0.752, other: 0.128 },
}

/** Prices of one car seldom differ by more than a fifth: 14 in 100, as against 26 of two cars; counted as above. */
const farPrices = { ratio: 1.2, times: 0.53, nearTimes: 1.17 }

/** Not counted but judged: body, fuel, gearbox and drive hardly ever differ between two listings of one car. */
const otherKindTimes = 0.1
/** Not counted but judged: a dealer shows stock photographs, too, so that one image in common is strong and no proof. */
const sharedImageTimes = 50
/** Not counted but judged: one seller hardly ever shows one car twice at a time in one place. */
const overlapTimes = 0.2

/**
 * How many miles apart two listings can be for the odds to come from `prior` to `least` at all, everything else agreeing;
 * never so far that mileage itself leaves hardly a chance.
 *
 * @param hasImages - whether any of the listings has images, which could be shared.
 */
export function maxMileageGap(prior: number, least: number, hasImages: boolean): number {
  const others = Object.values(agreements).map(({ same, other }) => same / other)
  const best = [...others, farPrices.nearTimes, hasImages ? sharedImageTimes : 1].reduce(
    (a, b) => a * b,
    prior,
  )
  const within = mileages.filter(({ upTo, same, other }) => upTo <= 5_000 && (best * same) / other >= least)
  return within.at(-1)?.upTo ?? 0
}

/** Everything that two listings of a make, model and year say of being of one car. */
export function compareListings(a: Listing, b: Listing): readonly LinkEvidence[] {
  return [
    mileageEvidence(a, b),
    agreementOf('trim', a.trim, b.trim),
    agreementOf('color', a.color, b.color),
    agreementOf('place', a.state, b.state),
    priceEvidence(a, b),
    ...kindEvidence(a, b),
    imageEvidence(a, b),
    overlapEvidence(a, b),
  ].flatMap((evidence) => evidence ?? [])
}

function mileageEvidence(a: Listing, b: Listing): LinkEvidence | undefined {
  if (a.mileageMiles === undefined || b.mileageMiles === undefined) return undefined
  const apart = Math.abs(a.mileageMiles - b.mileageMiles)
  // Two round figures agree easily: no finer than half of what they are rounded to.
  const atLeast = Math.max(apart, Math.min(coarseness(a.mileageMiles), coarseness(b.mileageMiles)) / 2)
  const row = mileages.find(({ upTo }) => atLeast <= upTo)
  return (
    row && {
      name: 'mileage',
      likelihoodRatio: row.same / row.other,
      description: `${Math.round(apart)} miles apart`,
    }
  )
}

/** What a mileage seems to be rounded to. */
function coarseness(miles: number): number {
  return [10_000, 1_000, 100].find((step) => miles > 0 && miles % step === 0) ?? 1
}

/** Letters and digits in small letters: `Bright White` and `bright-white` are one. */
const fold = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function agreementOf(
  name: keyof typeof agreements,
  a: string | undefined,
  b: string | undefined,
): LinkEvidence | undefined {
  if (!a || !b) return undefined
  const { same, other } = agreements[name]
  return fold(a) === fold(b)
    ? { name, likelihoodRatio: same / other, description: `the same ${name}: ${a}` }
    : { name, likelihoodRatio: (1 - same) / (1 - other), description: `${name} ${a} and ${b}` }
}

function priceEvidence(a: Listing, b: Listing): LinkEvidence | undefined {
  if (!a.price || !b.price || a.price.currency !== b.price.currency) return undefined
  const [low, high] = [Number(a.price.amount), Number(b.price.amount)].sort((x, y) => x - y)
  if (!low || !high) return undefined
  const isFar = high / low > farPrices.ratio
  const { times, nearTimes } = farPrices
  const description = `prices ${((high / low - 1) * 100).toFixed(0)} % apart`
  return { name: 'price', likelihoodRatio: isFar ? times : nearTimes, description }
}

function kindEvidence(a: Listing, b: Listing): readonly LinkEvidence[] {
  const members = ['body', 'fuel', 'transmission', 'drivetrain'] as const
  return members
    .filter((member) => a[member] && b[member] && a[member] !== b[member])
    .map((member) => ({
      name: 'kind',
      likelihoodRatio: otherKindTimes,
      description: `${member} ${a[member]} and ${b[member]}`,
    }))
}

function imageEvidence(a: Listing, b: Listing): LinkEvidence | undefined {
  const shared = (a.images ?? []).filter((image) => b.images?.includes(image)).length
  if (shared === 0) return undefined
  return {
    name: 'images',
    likelihoodRatio: sharedImageTimes,
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
    likelihoodRatio: overlapTimes,
    description: `${a.source} shows both at the same time`,
  }
}
