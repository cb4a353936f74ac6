import type { CarQuery, CarSpecs, CarValuation } from '../cars/car.js'
import { aggregateValuations, canAggregate } from '../cars/estimate/aggregate-valuations.js'
import { NotFoundError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { Adapter } from '../ports/index.js'
import type { BattleEntry } from '../records/battle-records.js'
import type { MissingAnswer } from '../records/missing-answer.js'
import {
  type AdapterWith,
  adapterNames,
  adaptersWith,
  checkedAnswer,
  MissingAnswers,
  type Runtime,
  valuationAnswer,
} from '../runtime/index.js'
import { parseDuration } from '../time/index.js'
import { carFigures, specsSchema } from './source-answers.js'

/** A car to look up, and the answers that are needed. */
export interface CarLookUp {
  readonly ownerId: string
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
  const { query, signal } = lookUp
  const specSources = adaptersWith(runtime.adapters, 'specs')
  const valuationSources = adaptersWith(runtime.adapters, 'valuations')
  const askedAt = runtime.clock.now()
  const name = [query.year, query.make, query.model, query.trim].filter(Boolean).join(' ')
  const missing = new MissingAnswers(runtime, { signal, car: name })
  const [specs, valuation] = await Promise.all([
    collectSpecs(runtime, lookUp, missing),
    collectValuations(runtime, lookUp, missing),
  ])
  if (!specs) missing.unknown('specs', specSources)
  if (!valuation) missing.unknown('valuation', valuationSources)
  if (!specs && !valuation) {
    missing.throwFirstFailure()
    const asked = new Set([...specSources, ...valuationSources])
    throw new NotFoundError(`no source knows the ${name}; sources asked: ${adapterNames([...asked])}`)
  }
  const sources = [...(specs?.sources ?? []), ...(valuation?.sources ?? [])]
  const entry = {
    name,
    query,
    ...defined({
      specs: specs?.specs,
      valuation: valuation?.valuation,
      keptUntil: expiryOf(askedAt, sources),
    }),
  }
  return { entry, missing: missing.list }
}

/**
 * Asks every adapter for a car's value, since several make a better one. Those of the currency and the kind of price of the
 * first, in the host's order, are aggregated.
 */
async function collectValuations(
  runtime: Runtime,
  { ownerId, query, zip, signal }: CarLookUp,
  missing: MissingAnswers,
): Promise<{ readonly valuation: CarValuation; readonly sources: readonly Adapter[] } | undefined> {
  const ask = async (source: AdapterWith<'valuations'>) => {
    try {
      const asked = { ...query, ...defined({ zip }) }
      const answer = await source.valuations.value(asked, runtime.context(source, signal, ownerId))
      const valuation = checkedAnswer(source, valuationAnswer, answer)
      return valuation ? [{ valuation, source }] : []
    } catch (cause) {
      missing.fail('valuation', source, cause)
      return []
    }
  }
  const answers = (await Promise.all(adaptersWith(runtime.adapters, 'valuations').map(ask))).flat()
  const [first] = answers
  if (!first) return undefined
  const used = answers.filter(({ valuation }) => canAggregate(first.valuation, valuation))
  const valuations = used.map(({ valuation }) => valuation)
  return {
    valuation: valuations.length > 1 ? aggregateValuations(valuations) : first.valuation,
    sources: used.map(({ source }) => source),
  }
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
  { ownerId, query, facts, signal }: CarLookUp,
  missing: MissingAnswers,
): Promise<CollectedSpecs | undefined> {
  const figures = carFigures.filter((figure) => facts.has(figure))
  let specs: CarSpecs | undefined
  const sources: Adapter[] = []
  for (const source of adaptersWith(runtime.adapters, 'specs')) {
    if (specs && figures.every((figure) => specs?.[figure])) break
    try {
      const answer = await source.specs.find(query, runtime.context(source, signal, ownerId))
      const more = checkedAnswer(source, specsSchema, answer)
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
