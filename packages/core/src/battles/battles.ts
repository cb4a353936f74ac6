import { z } from 'zod'
import { analyzeBattle, type BattleAnalysis } from '../cars/battle/analyze-battle.js'
import { type BattleCar, categoriesOption } from '../cars/battle/battle-options.js'
import { type BattleCategory, battleCategories } from '../cars/battle/category.js'
import { scoreBattle } from '../cars/battle/score-battle.js'
import { type ValueForMoney, type ValueOffer, valueForMoney } from '../cars/battle/value-for-money.js'
import type { CarQuery, CarSpecs } from '../cars/car.js'
import { NotFoundError, TelltaleError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { type Adapter, type OptionsShape, type Page, parseOptions } from '../ports/index.js'
import { type Battle, type BattleEntry, battlesTable } from '../records/battle-records.js'
import {
  adapterNames,
  adaptersWith,
  ownedRecords,
  type PageOptions,
  type Runtime,
  storable,
} from '../runtime/index.js'
import { parseDuration } from '../time/index.js'

/** Which cars are to be compared, and how. */
export interface FightOptions {
  /** Two or more cars. */
  readonly cars: readonly CarQuery[]
  /** A US ZIP code whose market the prices are from. @default nationwide */
  readonly zip?: string
  /** What is compared. @default battleCategories */
  readonly categories?: readonly BattleCategory[]
}

/** What lies behind the outcome of a battle that was fought. */
export interface FoughtAnalysis extends BattleAnalysis {
  /** Horsepower per 1,000 USD, with the interval of the price, for the cars of which both are known. */
  readonly valueForMoney: readonly ValueForMoney[]
}

/** An owner's battles. An id that never was and another owner's are alike: a `NotFoundError`. */
export interface Battles {
  /**
   * Looks the cars up, compares them and keeps the result. A figure that no source knows is shown and not scored.
   *
   * @throws `ValidationError` when an option is wrong, `NotFoundError` when no source knows anything of a car, and what
   * a source failed with.
   */
  fight(options: FightOptions): Promise<Battle>
  get(id: string): Promise<Battle>
  /** What lies behind the outcome: how firm it is, who is nowhere worse than whom, and what would turn it. */
  analyze(id: string): Promise<FoughtAnalysis>
  /** In the order they were fought. */
  list(page?: PageOptions): Promise<Page<Battle>>
}

const carSchema = z.strictObject({
  make: z.string().trim().min(1),
  model: z.string().trim().min(1),
  year: z.int().min(1885).max(2100),
  trim: z.string().trim().min(1).exactOptional(),
} satisfies OptionsShape<CarQuery>)

const fightSchema = z.strictObject({
  cars: z
    .array(carSchema)
    .min(2, { error: 'expected at least two cars' })
    .max(20, { error: 'expected at most 20 cars' }),
  zip: z
    .string()
    .regex(/^\d{5}$/, { error: "expected a ZIP code of five digits, such as '75146'" })
    .optional(),
  categories: categoriesOption.optional(),
} satisfies OptionsShape<FightOptions>)

/** The battles of one owner. */
export function createBattles(runtime: Runtime, ownerId: string): Battles {
  const records = ownedRecords(runtime, battlesTable, ownerId, 'battle')

  const fight = async (given: FightOptions): Promise<Battle> => {
    const options = parseOptions('battles.fight', fightSchema, given)
    const { zip, categories = battleCategories } = options
    const wanted = new Set(categories.map(({ fact }) => fact))
    const lookUps = options.cars.map((query) => lookUp(runtime, query, zip, wanted))
    const entries = storable(await Promise.all(lookUps))
    const scoreCard = scoreBattle(entries.map(toContender), { categories })
    const battle: Battle = {
      ...records.base(),
      ...defined({ zip }),
      entries,
      categories,
      scoreCard,
      ...defined({ winner: scoreCard.winner }),
    }
    await runtime.commit(ownerId, async (tables, emit) => {
      await tables.collection(battlesTable).write([{ insert: battle }])
      emit('battle:fought', { battle })
    })
    return battle
  }

  const analyze = async (id: string): Promise<FoughtAnalysis> => {
    const { entries, categories } = await records.find(id)
    const offers = entries.flatMap(toOffer)
    return {
      ...analyzeBattle(entries.map(toContender), { categories }),
      valueForMoney: offers.length > 0 ? valueForMoney(offers) : [],
    }
  }

  return {
    analyze: (id) => runtime.run(() => analyze(id)),
    fight: (options) => runtime.run(() => fight(options)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (page) => runtime.run(() => records.list(page)),
  }
}

/** What sources said, and which ones. */
interface Known<Answer> {
  readonly answer: Answer
  readonly sources: readonly Adapter[]
}

/** The figures of a car's specifications. */
const carFigures = [
  'horsepower',
  'zeroToSixtySeconds',
  'torqueLbFt',
  'cityMpg',
  'highwayMpg',
  'combinedMpg',
  'rangeMiles',
] as const satisfies readonly (keyof CarSpecs)[]

/**
 * What the sources know of a car together: of each figure the first that has it, in the host's order of adapters. They
 * are asked until nothing that is compared is missing. Once something is known, a source that fails costs only what it
 * would have added.
 */
async function gatherSpecs(
  runtime: Runtime,
  query: CarQuery,
  wanted: ReadonlySet<string>,
): Promise<Known<CarSpecs> | undefined> {
  const figures = carFigures.filter((figure) => wanted.has(figure))
  let specs: CarSpecs | undefined
  const sources: Adapter[] = []
  for (const source of adaptersWith(runtime.adapters, 'specs')) {
    if (specs && figures.every((figure) => specs?.[figure])) break
    const more = await source.specs.find(query, runtime.context(source)).catch((cause) => {
      if (!specs || (TelltaleError.is(cause) && cause.code === 'ABORTED')) throw cause
      runtime.logger.warn({ err: cause, adapter: source.id }, 'a further source of specifications failed')
    })
    if (!more) continue
    specs = { ...more, ...specs }
    sources.push(source)
  }
  return specs && { answer: specs, sources }
}

/** The first answer, in the host's order of adapters. */
async function firstAnswer<Source extends Adapter, Answer>(
  sources: readonly Source[],
  ask: (source: Source) => Promise<Answer | undefined>,
): Promise<Known<Answer> | undefined> {
  for (const source of sources) {
    const answer = await ask(source)
    if (answer !== undefined) return { answer, sources: [source] }
  }
  return undefined
}

/** Until when what these sources said may be kept, by the strictest of their terms. */
function keptUntil(now: number, sources: readonly Adapter[]): number | undefined {
  const limits = sources.flatMap(({ keepFor }) => (keepFor === undefined ? [] : [parseDuration(keepFor)]))
  return limits.length > 0 ? now + Math.min(...limits) : undefined
}

async function lookUp(
  runtime: Runtime,
  query: CarQuery,
  zip: string | undefined,
  wanted: ReadonlySet<string>,
): Promise<BattleEntry> {
  const specSources = adaptersWith(runtime.adapters, 'specs')
  const valuationSources = adaptersWith(runtime.adapters, 'valuations')
  const askedAt = runtime.clock.now()
  const [specs, valuation] = await Promise.all([
    gatherSpecs(runtime, query, wanted),
    firstAnswer(valuationSources, (source) =>
      source.valuations.value({ ...query, ...defined({ zip: zip || undefined }) }, runtime.context(source)),
    ),
  ])
  const name = [query.year, query.make, query.model, query.trim].filter(Boolean).join(' ')
  if (!specs && !valuation) {
    const asked = new Set([...specSources, ...valuationSources])
    throw new NotFoundError(`no source knows the ${name}; sources asked: ${adapterNames([...asked])}`)
  }
  const until = keptUntil(askedAt, [...(specs?.sources ?? []), ...(valuation?.sources ?? [])])
  return {
    name,
    query,
    ...defined({ specs: specs?.answer, valuation: valuation?.answer, keptUntil: until }),
  }
}

/** The figures that are compared. A price in another currency than USD is shown with the entry, and not compared. */
function toContender({ name, specs, valuation }: BattleEntry): BattleCar {
  const facts: Record<string, number> = {}
  for (const fact of carFigures) {
    const figure = specs?.[fact]
    if (figure) facts[fact] = figure.value
  }
  if (valuation?.value.currency === 'USD') facts.priceUsd = Number(valuation.value.amount)
  return { name, facts }
}

/** The car as an offer; none when its power or its price in USD is not known. */
function toOffer(entry: BattleEntry): readonly ValueOffer[] {
  const { horsepower: merit, priceUsd: value } = toContender(entry).facts
  if (!merit || !value) return []
  const { low, high } = entry.valuation?.interval ?? {}
  const bounds = low && high && { low: Number(low.amount), high: Number(high.amount) }
  return [{ name: entry.name, merit, priceUsd: { value, ...bounds } }]
}
