import { z } from 'zod'
import type { Distance } from '../cars/costs/transport.js'
import { NotFoundError } from '../errors/index.js'
import type { MissingAnswer } from '../records/missing-answer.js'
import { checkedAnswer } from './checked-answer.js'
import { adapterNames, adaptersWith } from './choose-adapter.js'
import { firstAnswer } from './first-answer.js'
import { MissingAnswers } from './missing-answers.js'
import type { Runtime } from './runtime.js'

/** Two places whose distance an owner asks for, by their US ZIP codes. */
export interface PlacePair {
  readonly ownerId: string
  readonly fromZip: string
  readonly toZip: string
}

/** The distance of two places, as far as a source knew it, and the answers that sources did not give. */
export interface FoundDistance {
  readonly distance?: Distance
  readonly missing: readonly MissingAnswer[]
}

const distanceSchema = z.looseObject({ roadMiles: z.number().min(0), straightMiles: z.number().min(0) })

/**
 * Returns the distance by the first adapter that knows both ZIP codes.
 *
 * @throws `NotFoundError` when no adapter does and none failed.
 */
export async function distanceBetween(
  runtime: Runtime,
  { ownerId, fromZip, toZip }: PlacePair,
  signal: AbortSignal,
): Promise<FoundDistance> {
  const sources = adaptersWith(runtime.adapters, 'distances')
  const missing = new MissingAnswers(runtime, { signal })
  const found = await firstAnswer(
    sources,
    async (source) => {
      const answer = await source.distances.between(fromZip, toZip, runtime.context(source, signal, ownerId))
      return checkedAnswer(source, distanceSchema, answer)
    },
    (source, cause) => missing.fail('distance', source, cause),
  )
  if (found) return { distance: found.answer, missing: missing.list }
  const failures = missing.list.length
  missing.unknown('distance', sources)
  if (failures > 0) return { missing: missing.list }
  throw new NotFoundError(
    `no source knows how far ${fromZip} and ${toZip} are from each other; sources asked: ${adapterNames(sources)}`,
  )
}
