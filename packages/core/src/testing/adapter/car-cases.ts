import assert from 'node:assert/strict'
import { defined, omit } from '../../options/index.js'
import type {
  Adapter,
  AdapterContext,
  CarQuery,
  CarSpecs,
  CarValuation,
  Http,
  ValuationQuery,
} from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { aborted, assertMoney, caseContext, deepFreeze, resolved } from './context.js'

/** Samples for the cases of a source of cars. */
export interface CarSample<Query extends CarQuery> {
  /** A car that the source knows. */
  readonly known: Query
  /** A car that it does not know. */
  readonly unknown: Query
}

/** Returns other spellings of a car: case, spaces and hyphens make no difference. */
function spellings<Query extends CarQuery>(query: Query): readonly Query[] {
  const spell = (write: (name: string) => string) => ({
    ...query,
    make: write(query.make),
    model: write(query.model),
    ...defined({ trim: query.trim === undefined ? undefined : write(query.trim) }),
  })
  return [
    spell((name) => name.toUpperCase()),
    spell((name) => name.toLowerCase()),
    spell((name) => ` ${name} `),
    spell((name) => name.replace(/[\s-]+/g, '')),
    spell((name) => name.replace(/[\s-]+/g, (gap) => (gap === '-' ? ' ' : '-'))),
  ]
}

function assertSpecs(specs: CarSpecs, { year }: CarQuery): void {
  assert.equal(specs.year, year)
  const figures = omit(specs, 'make', 'model', 'trim', 'year', 'ambiguousTrims')
  const facts = Object.entries(figures).map(([name, fact]) => ({ name, ...fact }))
  assert.ok(facts.length > 0, 'a car that is known has no figure')
  for (const { name, value, source } of facts) {
    assert.ok(Number.isFinite(value) && value > 0, `${name} is ${value}`)
    assert.ok(source.name.length > 0, `${name} does not say who says so`)
  }
}

function assertValuation({ value, source }: CarValuation): void {
  assertMoney(value)
  assert.ok(source.name.length > 0, 'the value does not say who says so')
}

interface CarSource<Query extends CarQuery, Answer> {
  readonly capability: 'specs' | 'valuations'
  readonly ask: (query: Query, context: AdapterContext) => Promise<Answer | undefined>
  readonly assertAnswer: (answer: Answer, query: Query) => void
}

function carCases<Query extends CarQuery, Answer>(
  { capability, ask, assertAnswer }: CarSource<Query, Answer>,
  { known, unknown }: CarSample<Query>,
  http: Http | undefined,
): readonly ConformanceCase[] {
  const proofs: Record<string, () => Promise<void>> = {
    'knows a known car, with who says so': async () => {
      const answer = await resolved(ask(deepFreeze({ ...known }), caseContext(http)))
      assert.ok(answer, 'the known car is not known')
      assertAnswer(answer, known)
    },
    'knows the car however it is written': async () => {
      const answer = await resolved(ask(known, caseContext(http)))
      for (const spelling of spellings(known))
        assert.deepEqual(
          await resolved(ask(spelling, caseContext(http))),
          answer,
          `as ${JSON.stringify(spelling)}`,
        )
    },
    'resolves to nothing for a car it does not know': async () => {
      assert.equal(await resolved(ask(unknown, caseContext(http))), undefined)
    },
    'rejects with ABORTED when its signal has fired': async () => {
      const context = caseContext(http, AbortSignal.abort(aborted()))
      await assert.rejects(ask(known, context), { code: 'ABORTED' })
    },
  }
  return Object.entries(proofs).map(([name, run]) => ({ name: `${capability}: ${name}`, run }))
}

/** Returns the conformance cases of a source of specifications. */
export const specsCases = (open: () => Adapter, sample: CarSample<CarQuery>, http: Http | undefined) =>
  carCases(
    {
      capability: 'specs',
      ask: async (query, context) => {
        const { specs } = open()
        assert.ok(specs, 'the adapter has no specs')
        return specs.find(query, context)
      },
      assertAnswer: assertSpecs,
    },
    sample,
    http,
  )

/** Returns the conformance cases of a source of market values. */
export const valuationsCases = (
  open: () => Adapter,
  sample: CarSample<ValuationQuery>,
  http: Http | undefined,
) =>
  carCases(
    {
      capability: 'valuations',
      ask: async (query, context) => {
        const { valuations } = open()
        assert.ok(valuations, 'the adapter has no valuations')
        return valuations.value(query, context)
      },
      assertAnswer: assertValuation,
    },
    sample,
    http,
  )
