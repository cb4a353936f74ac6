import type { CarQuery, CarSpecs } from '../cars/car.js'
import { NotFoundError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { Adapter } from '../ports/index.js'
import type { BattleEntry } from '../records/battle-records.js'
import type { MissingAnswer } from '../records/missing-answer.js'
import { adapterNames, adaptersWith, firstAnswer, MissingAnswers, type Runtime } from '../runtime/index.js'
import { parseDuration } from '../time/index.js'

/** The figures of a car's specifications that a battle can compare. */
export const carFigures = [
  'horsepower',
  'zeroToSixtySeconds',
  'torqueLbFt',
  'cityMpg',
  'highwayMpg',
  'combinedMpg',
  'rangeMiles',
] as const satisfies readonly (keyof CarSpecs)[]

/** A car to look up, and the answers that are needed. */
export interface CarLookUp {
  readonly query: CarQuery
  /** The US ZIP code whose market the price is from. @default nationwide */
  readonly zip?: string
  /** The names of the facts that are compared. */
  readonly facts: ReadonlySet<string>
  /** Calls the look-up off. */
  readonly signal: AbortSignal
}

/** A car that was looked up, and the answers that sources did not give. */
export interface LookedUpCar {
  readonly entry: BattleEntry
  readonly missing: readonly MissingAnswer[]
}

/**
 * Asks the adapters for a car's specifications and its valuation. One that fails is passed over.
 *
 * @throws when nothing is known of the car: what the first adapter failed with, or a `NotFoundError` when none failed.
 */
export async function lookUpCar(runtime: Runtime, lookUp: CarLookUp): Promise<LookedUpCar> {
  const { query, zip, signal } = lookUp
  const specSources = adaptersWith(runtime.adapters, 'specs')
  const valuationSources = adaptersWith(runtime.adapters, 'valuations')
  const askedAt = runtime.clock.now()
  const name = [query.year, query.make, query.model, query.trim].filter(Boolean).join(' ')
  const missing = new MissingAnswers(runtime, { signal, car: name })
  const [specs, valuation] = await Promise.all([
    collectSpecs(runtime, lookUp, missing),
    firstAnswer(
      valuationSources,
      async (source) =>
        source.valuations.value({ ...query, ...defined({ zip }) }, runtime.context(source, signal)),
      (source, cause) => missing.fail('valuation', source, cause),
    ),
  ])
  if (!specs) missing.unknown('specs', specSources)
  if (!valuation) missing.unknown('valuation', valuationSources)
  if (!specs && !valuation) {
    missing.throwFirstFailure()
    const asked = new Set([...specSources, ...valuationSources])
    throw new NotFoundError(`no source knows the ${name}; sources asked: ${adapterNames([...asked])}`)
  }
  const sources = [...(specs?.sources ?? []), ...(valuation ? [valuation.adapter] : [])]
  const entry = {
    name,
    query,
    ...defined({
      specs: specs?.specs,
      valuation: valuation?.answer,
      keptUntil: expiryOf(askedAt, sources),
    }),
  }
  return { entry, missing: missing.list }
}

/** Specifications with the adapters that they come from. */
interface CollectedSpecs {
  readonly specs: CarSpecs
  readonly sources: readonly Adapter[]
}

/**
 * Collects a car's specifications from several adapters. For each figure the first adapter counts that has it, in the
 * host's order. Asks on until no compared figure is missing.
 */
async function collectSpecs(
  runtime: Runtime,
  { query, facts, signal }: CarLookUp,
  missing: MissingAnswers,
): Promise<CollectedSpecs | undefined> {
  const figures = carFigures.filter((figure) => facts.has(figure))
  let specs: CarSpecs | undefined
  const sources: Adapter[] = []
  for (const source of adaptersWith(runtime.adapters, 'specs')) {
    if (specs && figures.every((figure) => specs?.[figure])) break
    try {
      const more = await source.specs.find(query, runtime.context(source, signal))
      if (!more) continue
      specs = { ...more, ...specs }
      sources.push(source)
    } catch (cause) {
      missing.fail('specs', source, cause)
    }
  }
  return specs && { specs, sources }
}

/** Returns the time until which the answers may be kept, by the strictest terms of their sources. */
function expiryOf(now: number, sources: readonly Adapter[]): number | undefined {
  const limits = sources.flatMap(({ keepFor }) => (keepFor === undefined ? [] : [parseDuration(keepFor)]))
  return limits.length > 0 ? now + Math.min(...limits) : undefined
}
