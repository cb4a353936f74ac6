import assert from 'node:assert/strict'
import type { Adapter, AdapterContext, Distances, Http } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { aborted, caseContext, resolved } from './context.js'

/** Samples for the cases of a source of distances. */
export interface DistanceSample {
  /** A ZIP code that the source knows. */
  readonly fromZip: string
  /** Another ZIP code that the source knows. */
  readonly toZip: string
  /** The lowest and the highest straight-line distance of the two, by another source. */
  readonly straightMiles: readonly [number, number]
  /** A ZIP code that it does not know. */
  readonly unknown: string
}

/** Returns the conformance cases of a source of distances. */
export function distancesCases(
  open: () => Adapter,
  { fromZip, toZip, straightMiles, unknown }: DistanceSample,
  http: Http | undefined,
): readonly ConformanceCase[] {
  const ask = (from: string, to: string, context: AdapterContext = caseContext(http)) => {
    const distances: Distances | undefined = open().distances
    assert.ok(distances, 'the adapter has no distances')
    return distances.between(from, to, context)
  }
  const proofs: Record<string, () => Promise<void>> = {
    'knows how far two known places are': async () => {
      const distance = await resolved(ask(fromZip, toZip))
      assert.ok(distance, 'the known places are not known')
      const [min, max] = straightMiles
      const { straightMiles: straight, roadMiles } = distance
      assert.ok(straight >= min && straight <= max, `${straight} miles are not ${min} to ${max}`)
      assert.ok(roadMiles >= straight, 'the road is shorter than the straight line')
    },
    'is the same there and back, and nothing from a place to itself': async () => {
      assert.deepEqual(await resolved(ask(toZip, fromZip)), await resolved(ask(fromZip, toZip)))
      assert.equal((await resolved(ask(fromZip, fromZip)))?.roadMiles, 0)
    },
    'resolves to nothing for a place it does not know': async () => {
      assert.equal(await resolved(ask(fromZip, unknown)), undefined)
      assert.equal(await resolved(ask(unknown, toZip)), undefined)
    },
    'rejects with ABORTED when its signal has fired': async () => {
      const context = caseContext(http, AbortSignal.abort(aborted()))
      await assert.rejects(ask(fromZip, toZip, context), { code: 'ABORTED' })
    },
  }
  return Object.entries(proofs).map(([name, run]) => ({ name: `distances: ${name}`, run }))
}
