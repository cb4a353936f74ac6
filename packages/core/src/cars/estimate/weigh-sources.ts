/** A source's value in logarithms, with its standard deviation. */
export interface SourceValue {
  readonly name: string
  readonly logValue: number
  readonly deviation: number
}

/** Two sources that differ by more than their errors explain. */
export interface ValuationDisagreement {
  /** The names of the sources, the higher one first. */
  readonly sources: readonly [string, string]
  /** The ratio of the higher value to the lower one. */
  readonly ratio: number
  /** The disagreement in plain words. */
  readonly words: string
}

/** The share of the variance that sources have in common, since they watch the same market. An assumption. */
const commonShare = 0.5

/**
 * Weighs sources by the inverse of their variance, to which the variance between them is added: the method of moments of
 * DerSimonian and Laird (1986).
 */
export function weighSources<Source extends SourceValue>(
  sources: readonly Source[],
): {
  readonly parts: readonly (Source & { readonly weight: number })[]
  readonly logValue: number
  readonly deviation: number
} {
  const between = varianceBetween(sources)
  const total = sumOf(sources.map(({ deviation }) => 1 / (deviation ** 2 + between)))
  const parts = sources.map((source) => ({
    ...source,
    weight: 1 / (source.deviation ** 2 + between) / total,
  }))
  const shares = parts.map(({ weight, deviation }) => weight * Math.sqrt(deviation ** 2 + between))
  const apart = sumOf(shares.map((share) => share ** 2))
  return {
    parts,
    logValue: sumOf(parts.map(({ weight, logValue }) => weight * logValue)),
    deviation: Math.sqrt((1 - commonShare) * apart + commonShare * sumOf(shares) ** 2),
  }
}

/** Returns the variance between sources beyond their own; 0 when their errors explain how far they lie apart. */
function varianceBetween(sources: readonly SourceValue[]): number {
  const weighed = sources.map((source) => ({ ...source, weight: 1 / source.deviation ** 2 }))
  const total = sumOf(weighed.map(({ weight }) => weight))
  const mean = sumOf(weighed.map(({ weight, logValue }) => weight * logValue)) / total
  const spread = sumOf(weighed.map(({ weight, logValue }) => weight * (logValue - mean) ** 2))
  const scale = total - sumOf(weighed.map(({ weight }) => weight ** 2)) / total
  return scale > 0 ? Math.max(0, (spread - (sources.length - 1)) / scale) : 0
}

/** Returns the pairs that lie further apart than `deviations` of their difference. */
export function disagreementsOf(
  sources: readonly SourceValue[],
  deviations: number,
): readonly ValuationDisagreement[] {
  return sources.flatMap((one, i) =>
    sources.slice(i + 1).flatMap((other): readonly ValuationDisagreement[] => {
      const difference = one.logValue - other.logValue
      if (Math.abs(difference) <= deviations * Math.hypot(one.deviation, other.deviation)) return []
      const [higher, lower] = difference > 0 ? [one.name, other.name] : [other.name, one.name]
      const ratio = Math.exp(Math.abs(difference))
      const percent = Math.round((ratio - 1) * 100)
      const words = `${higher} lies ${percent} % above ${lower}: more than their errors explain`
      return [{ sources: [higher, lower], ratio, words }]
    }),
  )
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)
