import { z } from 'zod'
import { abortedBy, untilSignal } from '../async/index.js'
import { analyzeBattle, type BattleAnalysis } from '../cars/battle/analyze-battle.js'
import { type BattleCar, categoriesCheck } from '../cars/battle/battle-options.js'
import { type BattleCategory, battleCategories } from '../cars/battle/category.js'
import { scoreBattle } from '../cars/battle/score-battle.js'
import { type ValueForMoney, type ValueOffer, valueForMoney } from '../cars/battle/value-for-money.js'
import type { CarQuery } from '../cars/car.js'
import {
  type CallOptions,
  defined,
  type OptionsShape,
  parseOptions,
  schemaOf,
  signalOption,
  zipOption,
} from '../options/index.js'
import { toStorableText } from '../ports/index.js'
import { type Battle, type BattleEntry, battlesTable } from '../records/battle-records.js'
import { type ListOptions, ownedRecords, type PageList, type Runtime } from '../runtime/index.js'
import { lookUpCar } from './look-up-car.js'
import { carFigures } from './source-answers.js'

/** The options of `battles.fight`. */
export interface FightOptions extends CallOptions {
  /** The cars to compare: 2 to 20. */
  readonly cars: readonly CarQuery[]
  /** The US ZIP code whose market the prices are from. @default nationwide */
  readonly zip?: string
  /** The categories that the cars are compared in. @default battleCategories */
  readonly categories?: readonly BattleCategory[]
}

/** The analysis of a stored battle, with the value for money of its cars. */
export interface FullBattleAnalysis extends BattleAnalysis {
  /** Horsepower per 1,000 USD with the interval of the price, for the cars of which both are known. */
  readonly valueForMoney: readonly ValueForMoney[]
}

/** The battles of one owner. An unknown id and the id of another owner both give a `NotFoundError`. */
export interface Battles {
  /**
   * Looks the cars up, compares them and stores the result. A figure that no source knows is shown but not scored. The values of
   * several sources are aggregated. A source that is down, over its budget or does not know a car is named in `missing`, and the next one is asked.
   *
   * @throws `ValidationError` when an option is wrong. When nothing is known of a car: the error of the first source that
   * failed, or a `NotFoundError` when none failed.
   */
  fight(options: FightOptions): Promise<Battle>
  /** Returns a battle by its id. */
  get(id: string): Promise<Battle>
  /** Analyzes the outcome: its robustness, the cars that dominate others, and the changes that would turn it. */
  analyze(id: string): Promise<FullBattleAnalysis>
  /** Returns a page of battles, in the order in which they were fought. */
  list(page?: ListOptions): PageList<Battle>
}

const carName = z.string().trim().min(1).max(100)

const carSchema = z.strictObject({
  make: carName,
  model: carName,
  year: z.int().min(1885).max(2100),
  trim: carName.exactOptional(),
} satisfies OptionsShape<CarQuery>)

/** The schema of {@link FightOptions}. */
export const fightSchema = z.strictObject({
  cars: z
    .array(carSchema)
    .min(2, { error: 'expected at least two cars' })
    .max(20, { error: 'expected at most 20 cars' }),
  zip: zipOption.optional(),
  categories: schemaOf(categoriesCheck).optional(),
  signal: signalOption.optional(),
} satisfies OptionsShape<FightOptions>)

/** Makes the battles service of one owner. */
export function createBattles(runtime: Runtime, ownerId: string): Battles {
  const records = ownedRecords(runtime, battlesTable, ownerId, 'battle')

  const fight = async (options: z.output<typeof fightSchema>, signal: AbortSignal): Promise<Battle> => {
    const { zip, categories = battleCategories } = options
    const facts = new Set(categories.map(({ fact }) => fact))
    const lookUps = options.cars.map((query) =>
      lookUpCar(runtime, { ownerId, query, facts, signal, ...defined({ zip }) }),
    )
    const lookedUp = await untilSignal(signal, Promise.all(lookUps))
    const entries = toStorableText(lookedUp.map(({ entry }) => entry))
    const missing = toStorableText(lookedUp.flatMap((each) => each.missing))
    const scoreCard = scoreBattle(entries.map(toBattleCar), { categories })
    const battle: Battle = {
      ...records.base(),
      ...defined({ zip }),
      entries,
      categories,
      scoreCard,
      ...defined({ winner: scoreCard.winner, missing: missing.length > 0 ? missing : undefined }),
    }
    if (signal.aborted) throw abortedBy(signal)
    await runtime.commit(ownerId, async (tables, emit) => {
      await tables.collection(battlesTable).write([{ insert: battle }])
      emit('battle:fought', { battle })
    })
    return battle
  }

  const analyze = async (id: string): Promise<FullBattleAnalysis> => {
    const { entries, categories } = await records.find(id)
    const offers = entries.flatMap(toOffer)
    return {
      ...analyzeBattle(entries.map(toBattleCar), { categories }),
      valueForMoney: offers.length > 0 ? valueForMoney(offers) : [],
    }
  }

  return {
    analyze: (id) => runtime.run(() => analyze(id)),
    fight: (given) =>
      runtime.run(() => {
        const options = parseOptions('battles.fight', fightSchema, given)
        return runtime.abortable(options.signal, (signal) => fight(options, signal))
      }),
    get: (id) => runtime.run(() => records.find(id)),
    list: records.list,
  }
}

/** Converts an entry to a car of a battle. A price in another currency than USD is shown with the entry, not compared. */
function toBattleCar({ name, specs, valuation }: BattleEntry): BattleCar {
  const facts: Record<string, number> = {}
  for (const fact of carFigures) {
    const figure = specs?.[fact]
    if (figure) facts[fact] = figure.value
  }
  if (valuation?.value.currency === 'USD') facts.priceUsd = Number(valuation.value.amount)
  return { name, facts }
}

/** Converts an entry to an offer; none when its power or its price in USD is unknown. */
function toOffer(entry: BattleEntry): readonly ValueOffer[] {
  const { horsepower: merit, priceUsd: value } = toBattleCar(entry).facts
  if (!merit || !value) return []
  const { low, high } = entry.valuation?.interval ?? {}
  const bounds = low && high && { low: Number(low.amount), high: Number(high.amount) }
  return [{ name: entry.name, merit, priceUsd: { value, ...bounds } }]
}
