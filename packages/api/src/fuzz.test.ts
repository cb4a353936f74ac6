import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JsonSchema } from './index.js'
import { settle, startApi } from './testing/start-api.js'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly schema: JsonSchema
}

/** Makes values of a schema, in most cases: each is now and then any JSON at all. */
function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { type, properties = {}, items, anyOf, enum: listed, const: constant, examples } = schema
  const alternatives: fc.Arbitrary<unknown>[] = []
  if (Array.isArray(listed)) alternatives.push(fc.constantFrom(...listed))
  else if (constant !== undefined) alternatives.push(fc.constant(constant))
  else if (Array.isArray(anyOf)) alternatives.push(...anyOf.map(valuesOf))
  else if (Array.isArray(examples)) alternatives.push(fc.constantFrom(...examples))
  else if (type === 'string') alternatives.push(fc.string({ unit: 'binary' }), fc.constant('script:here'))
  else if (type === 'boolean') alternatives.push(fc.boolean())
  else if (type === 'integer') alternatives.push(fc.integer(), fc.maxSafeInteger())
  else if (type === 'number') alternatives.push(fc.double({ noNaN: true }))
  else if (type === 'array') alternatives.push(fc.array(valuesOf(Object(items)), { maxLength: 3 }))
  else if (type === 'object') {
    const members = Object.entries(properties as Readonly<Record<string, JsonSchema>>)
    alternatives.push(
      fc.record(Object.fromEntries(members.map(([name, member]) => [name, valuesOf(member)])), {
        requiredKeys: [],
      }),
    )
  }
  return fc.oneof(
    { weight: 9, arbitrary: alternatives.length > 0 ? fc.oneof(...alternatives) : fc.jsonValue() },
    {
      weight: 1,
      arbitrary: fc.jsonValue(),
    },
  )
}

/** The paths that do not answer in the envelope: a stream, a document and a page. */
const withoutEnvelope = new Set(['/events/live', '/openapi.json', '/docs'])

it('answers whatever is sent as its OpenAPI says, and never with 500', async () => {
  const told: unknown[] = []
  const started = await startApi({ onError: (error) => told.push(error) })
  const { api, request } = started
  const ids = Object.values(await settle(started, 'ana'))
  const document = api.openapi()
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema({ $id: 'api', ...document })
  const operations = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    )
    .filter(({ path }) => !withoutEnvelope.has(path))

  const requests = fc.constantFrom(...operations).chain((operation) => {
    const {
      parameters = [],
      requestBody,
      path,
      method,
    } = operation as JsonSchema & {
      readonly path: string
      readonly method: string
      readonly parameters?: readonly Parameter[]
      readonly requestBody?: {
        readonly content: { readonly 'application/json': { readonly schema: JsonSchema } }
      }
    }
    const argument = ({ in: place, schema }: Parameter) =>
      place === 'path'
        ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.string() })
        : fc.option(valuesOf(schema), { nil: undefined })
    return fc.record({
      path: fc.constant(path),
      method: fc.constant(method),
      given: fc.tuple(...parameters.map((each) => argument(each).map((value) => ({ ...each, value })))),
      body: requestBody ? valuesOf(requestBody.content['application/json'].schema) : fc.constant(undefined),
    })
  })

  await fc.assert(
    fc.asyncProperty(requests, async ({ path, method, given, body }) => {
      const query = new URLSearchParams()
      let line = path
      for (const { name, in: place, value } of given) {
        if (place === 'path')
          line = line.replace(`{${name}}`, () => encodeURIComponent(String(value)) || '%20')
        else if (value !== undefined) query.append(name, String(value))
      }
      const answer = await request('ana', `${method.toUpperCase()} ${line}?${query}`, { body })
      const pointer = `${path.replaceAll('/', '~1')}/${method}/responses/${answer.status < 400 ? answer.status : 'default'}`
      const isValid = ajv.validate(
        encodeURI(`api#/paths/${pointer}/content/application~1json/schema`),
        answer.body,
      )
      expect(isValid, `${ajv.errorsText()} in ${JSON.stringify(answer.body)}`).toBe(true)
      expect(answer.status, JSON.stringify(answer.body)).not.toBe(500)
    }),
    { numRuns: 300, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  )
  expect(told).toEqual([])
})
