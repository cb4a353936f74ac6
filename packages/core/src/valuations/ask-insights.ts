import { z } from 'zod'
import type { Insight } from '../ports/index.js'
import {
  type AdapterWith,
  adaptersWith,
  checkedAnswer,
  factSourceAnswer,
  type MissingAnswers,
  type Runtime,
} from '../runtime/index.js'
import { type CarToValue, nameOf } from './value-car.js'

/** Research of a source on the market of a car, or on that of its region. */
export interface SourceInsight extends Insight {
  /** The id of the adapter. */
  readonly adapter: string
  /** The subject: the market of such cars, or the region where the car stands. */
  readonly about: 'market' | 'region'
  /** The time of the answer, in epoch milliseconds. */
  readonly at: number
}

const insightAnswer = z.looseObject({ text: z.string(), citations: z.array(factSourceAnswer).min(1) })

/** A question of an owner to all sources of research. */
export interface InsightQuestion {
  readonly ownerId: string
  readonly car: CarToValue
  readonly signal: AbortSignal
  readonly missing: MissingAnswers
  /** Is told what each call costs, in US dollars. */
  readonly onSpent: (usd: number) => void
}

/** Asks every source of research for the market of a car, and for that of its region where that is known. */
export async function askInsights(
  runtime: Runtime,
  asked: InsightQuestion,
): Promise<readonly SourceInsight[]> {
  const questions = questionsOf(asked.car)
  const answers = adaptersWith(runtime.adapters, 'insights').flatMap((source) =>
    questions.map((question) => ask(runtime, source, { ...asked, ...question })),
  )
  return (await Promise.all(answers)).flat()
}

interface AskedQuestion {
  readonly about: SourceInsight['about']
  readonly question: string
}

async function ask(
  runtime: Runtime,
  source: AdapterWith<'insights'>,
  { ownerId, signal, missing, onSpent, about, question }: InsightQuestion & AskedQuestion,
): Promise<readonly SourceInsight[]> {
  try {
    const context = runtime.context(source, signal, ownerId, onSpent)
    const answer = checkedAnswer(source, insightAnswer, await source.insights.research(question, context))
    return answer ? [{ ...answer, adapter: source.id, about, at: runtime.clock.now() }] : []
  } catch (cause) {
    missing.fail('insight', source, cause)
    return []
  }
}

function questionsOf(car: CarToValue): readonly AskedQuestion[] {
  const name = nameOf(car)
  const place = car.zip === undefined ? car.state : `US ZIP code ${car.zip}`
  const market = `What do sellers ask now for a used ${name}, how large is the supply and how fast does it sell?`
  if (place === undefined) return [{ about: 'market', question: market }]
  const region = `How do demand and prices of used ${car.make} ${car.model} cars around ${place} differ from the rest of the country?`
  return [
    { about: 'market', question: market },
    { about: 'region', question: region },
  ]
}
