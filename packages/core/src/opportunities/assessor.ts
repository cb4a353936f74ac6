import type { Calibration } from '../cars/opportunity/calibration.js'
import { NotFoundError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { FoundOpportunity } from '../records/opportunity-records.js'
import type { Search } from '../records/search-records.js'
import {
  type AssessmentInput,
  type AssessmentResult,
  distanceBetween,
  type Runtime,
  type VehicleAssessor,
  type VehicleValue,
  type VehicleValuer,
} from '../runtime/index.js'
import { calibrateByOutcomes } from './calibration.js'
import { type KnownCar, type MatchesSearch, readCars, readSearches, searchesOf } from './car-offers.js'
import { termsOf } from './cost-breakdown.js'
import { type DealInput, type Judgement, judgeDeal, mayMeet } from './evaluate-deal.js'
import { researchCar } from './research-car.js'
import { type Assessed, storeAssessed } from './store-assessed.js'

/** The parts that assessments need. */
export interface AssessorParts {
  readonly valuer: VehicleValuer
  /** Checks whether a listing is one that a search is for. */
  readonly matches: MatchesSearch
}

/** A car that may be an opportunity for a search. */
interface Candidate {
  readonly car: KnownCar
  readonly search: Search
  readonly known: FoundOpportunity | undefined
}

/**
 * Makes the assessor of vehicles. It values all of them by the market, judges them, asks the sources that may cost lookups for
 * those only that are opportunities by the market, and judges these again.
 */
export function createAssessor(runtime: Runtime, parts: AssessorParts): VehicleAssessor {
  return {
    assess: async (input) => {
      const { ownerId, vehicles } = input
      if (vehicles.length === 0) return { opportunities: 0, costUsd: 0 }
      const cars = await readCars(
        runtime.storage,
        ownerId,
        vehicles.map(({ id }) => id),
      )
      return new Assessment(runtime, parts, input).assess(cars)
    },
  }
}

/** One assessment of a batch of vehicles. */
class Assessment {
  readonly #runtime: Runtime
  readonly #parts: AssessorParts
  readonly #input: AssessmentInput
  readonly #distances = new Map<string, Promise<number | undefined>>()
  readonly #values = new Map<string, VehicleValue>()
  #calibration: Calibration | undefined
  #costUsd = 0

  constructor(runtime: Runtime, parts: AssessorParts, input: AssessmentInput) {
    this.#runtime = runtime
    this.#parts = parts
    this.#input = input
  }

  async assess(cars: readonly KnownCar[]): Promise<AssessmentResult> {
    const { ownerId, signal } = this.#input
    const { storage, clock } = this.#runtime
    const searches = cars.length > 0 ? await readSearches(storage, ownerId) : []
    const candidates = cars.flatMap((car) => this.#candidatesOf(car, searches))
    if (candidates.length > 0) {
      this.#calibration = (await calibrateByOutcomes(storage, ownerId)).calibration
      await this.#value(candidates, false)
    }
    const first = await this.#judgeAll(candidates)
    const promising = first.filter(({ judgement }) => judgement.refusal === undefined)
    const final = await this.#judgeWithSources(promising)
    signal.throwIfAborted()
    const isAwaited = ({ offer }: KnownCar) => offer && this.#values.get(offer.id)?.notYet !== undefined
    const opportunities = await storeAssessed(this.#runtime, {
      ownerId,
      at: clock.now(),
      assessed: [...first.filter(({ judgement }) => judgement.refusal !== undefined), ...final],
      // A car whose market is not learned yet is assessed again once it is.
      done: cars.filter((car) => !isAwaited(car)).flatMap(({ listings }) => listings),
    })
    return { opportunities, costUsd: this.#costUsd }
  }

  #candidatesOf(car: KnownCar, searches: readonly Search[]): readonly Candidate[] {
    return searchesOf(car, searches, this.#parts.matches).map((search) => ({
      car,
      search,
      known: car.opportunities.find(({ searchId }) => searchId === search.id),
    }))
  }

  async #value(candidates: readonly Candidate[], asksSources: boolean): Promise<void> {
    const offers = new Map(candidates.flatMap(({ car: { offer } }) => (offer ? [[offer.id, offer]] : [])))
    if (offers.size === 0) return
    const { ownerId, signal } = this.#input
    const vehicles = [...offers.values()]
    const values = await this.#parts.valuer.valueVehicles({ ownerId, vehicles, asksSources, signal })
    for (const value of values) {
      this.#values.set(value.vehicleId, value)
      this.#costUsd += value.costUsd
    }
  }

  async #judgeAll(candidates: readonly Candidate[]): Promise<readonly Assessed[]> {
    const assessed: Assessed[] = []
    for (const candidate of candidates) {
      const judgement = await this.#judge(candidate)
      if (judgement) assessed.push({ ...candidate, judgement })
    }
    return assessed
  }

  /** Judges a car; `undefined` where it is not, and was not, an opportunity by its value alone. */
  async #judge({ car, search, known }: Candidate): Promise<Judgement | undefined> {
    const { offer } = car
    if (!offer) return known && { refusal: 'gone' }
    const valued = this.#values.get(offer.id)
    if (!valued?.value) return known && { refusal: 'not-valued' }
    const { deal } = search
    const { priceUsd } = offer
    if (!known && !mayMeet({ valued, priceUsd, deal })) return undefined
    const distanceMiles = await this.#distanceOf(offer.zip, search.destinationZip)
    const terms = termsOf(search, offer, distanceMiles)
    const at = this.#runtime.clock.now()
    const input: DealInput = {
      vehicle: offer,
      priceUsd,
      valued,
      deal,
      terms,
      at,
      ...defined({ calibration: this.#calibration }),
    }
    const judgement = judgeDeal(input)
    return known || judgement.refusal === undefined ? judgement : undefined
  }

  /** Judges again by all sources, and adds research to what is an opportunity still. */
  async #judgeWithSources(promising: readonly Assessed[]): Promise<readonly Assessed[]> {
    if (promising.length === 0) return []
    await this.#value(promising, true)
    const judged = await this.#judgeAll(promising)
    const research = { runtime: this.#runtime, ownerId: this.#input.ownerId, signal: this.#input.signal }
    return Promise.all(
      judged.map(async (each): Promise<Assessed> => {
        const { members, refusal } = each.judgement
        if (!members || refusal || !each.car.offer) return each
        const { insight, costUsd } = await researchCar(research, each.car.offer, each.known)
        this.#costUsd += costUsd
        if (!insight) return each
        const marketAnalysis = { ...members.marketAnalysis, perplexityInsights: insight }
        return { ...each, judgement: { members: { ...members, marketAnalysis } } }
      }),
    )
  }

  #distanceOf(fromZip: string | undefined, toZip: string | undefined): Promise<number | undefined> {
    if (fromZip === undefined || toZip === undefined) return Promise.resolve(undefined)
    const key = `${fromZip} ${toZip}`
    const known = this.#distances.get(key) ?? this.#ask(fromZip, toZip)
    this.#distances.set(key, known)
    return known
  }

  async #ask(fromZip: string, toZip: string): Promise<number | undefined> {
    const { ownerId, signal } = this.#input
    try {
      const { distance } = await distanceBetween(this.#runtime, { ownerId, fromZip, toZip }, signal)
      return distance?.roadMiles
    } catch (cause) {
      if (cause instanceof NotFoundError) return undefined
      throw cause
    }
  }
}
