import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { allRoutes } from './routes/all-routes.js'
import { type SampledOperation, sampledOperations } from './testing/samples.js'
import { type RecordIds, type StartedApi, settle, startApi } from './testing/start-api.js'

/** Calls an operation as an owner, with the ids and the input of its sample or with others. */
function call(
  { request, shop }: StartedApi,
  owner: string | undefined,
  operation: SampledOperation,
  ids: RecordIds,
) {
  const [own, input] = operation.sample(ids, shop)
  const line = operation.withIds(own, input)
  return request(owner, line, line.startsWith('GET') ? {} : { body: input })
}

const missingIds = Object.fromEntries(
  [
    ...([
      'monitor',
      'pushMonitor',
      'incident',
      'statusPage',
      'product',
      'otherProduct',
      'rule',
      'alert',
    ] as const),
    ...(['group', 'comparison', 'battle', 'search', 'vehicle', 'opportunity'] as const),
  ].map((kind, index) => [kind, `0197f0a0-0000-7000-8000-${String(index).padStart(12, '0')}`]),
) as unknown as RecordIds

const allThe = (id: string) =>
  Object.fromEntries(Object.keys(missingIds).map((kind) => [kind, id])) as unknown as RecordIds

/** The operations whose sample takes the id of a record in its path or its body, but those whose id only filters. */
const withIds = sampledOperations.filter(
  ({ name, sample }) =>
    JSON.stringify(sample(missingIds, '')).includes('0197f0a0') &&
    !['rules.list', 'alerts.list'].includes(name),
)

/**
 * Every member that has the name of a time, with its value. The `from` and `to` of a threshold, which has `needs`, and of a cut
 * of a price, which has a `share`, are figures.
 */
function* timesIn(value: unknown, path = ''): Generator<[path: string, value: unknown]> {
  if (typeof value !== 'object' || value === null || 'needs' in value || 'share' in value) return
  for (const [name, member] of Object.entries(value)) {
    if (/(^(at|from|to|since|keptUntil)|At|Since|From)$/.test(name)) yield [`${path}.${name}`, member]
    yield* timesIn(member, `${path}.${name}`)
  }
}

describe('every operation', () => {
  it('is refused to somebody unknown, all with the same words', async () => {
    const started = await startApi()
    const bodies = new Set<string>()
    for (const operation of sampledOperations) {
      const { status, body } = await call(started, undefined, operation, missingIds)
      expect(status, operation.name).toBe(401)
      bodies.add(JSON.stringify({ ...body, error: { ...body.error, requestId: '' } }))
    }
    expect(bodies.size).toBe(1)
  })

  it('works for an owner, with an answer as the OpenAPI says, and times in ISO 8601', async () => {
    const started = await startApi()
    const { api } = started
    const ids = await settle(started, 'ana')
    const document = api.openapi()
    const ajv = new Ajv2020({ strict: false })
    ajv.addSchema({ $id: 'api', ...document })
    const problems: string[] = []
    for (const operation of sampledOperations) {
      const { name } = operation
      const { status, body } = await call(started, 'ana', operation, ids)
      const { method, path } = allRoutes.find((each) => each.name === name) as (typeof allRoutes)[number]
      const pointer = `${path.replace(/:(\w+)/g, '{$1}').replaceAll('/', '~1')}/${method.toLowerCase()}`
      const schema = `api#/paths/${pointer}/responses/${status}/content/application~1json/schema`
      const what = `${name}: ${JSON.stringify(body)}`
      if (status !== 200 && status !== 201) problems.push(what)
      else if (!ajv.validate(encodeURI(schema), body)) problems.push(`${ajv.errorsText()} in ${what}`)
      for (const [at, value] of timesIn(body))
        if (typeof value === 'number') problems.push(`${at} in ${what}`)
    }
    expect(problems).toEqual([])
  })

  it('answers the same for a record of another owner and for one that nobody has', async () => {
    const started = await startApi()
    const foreign = await settle(started, 'ben')
    await settle(started, 'ana')
    for (const operation of withIds) {
      const [ofBen, ofNobody] = await Promise.all(
        [foreign, missingIds].map(async (ids) => {
          const { status, body } = await call(started, 'ana', operation, ids)
          const text = JSON.stringify({ status, body: { ...body, error: { ...body.error, requestId: '' } } })
          return Object.values(ids).reduce<string>((rest, id) => rest.replaceAll(id, 'ID'), text)
        }),
      )
      expect(ofBen, operation.name).toBe(ofNobody)
      expect(JSON.parse(ofBen ?? '').status, operation.name).toBe(404)
    }
    const after = await settledCounts(started, 'ben')
    expect(after).toEqual({ monitors: 3, products: 2 })
  })

  it('refuses an id that is none plainly', async () => {
    const started = await startApi()
    const ids = [
      'x',
      '0',
      '../../health',
      '%00',
      '\u0000',
      'null',
      '[]',
      "' OR 1=1 --",
      'ä'.repeat(300),
      '__proto__',
    ]
    for (const operation of withIds)
      for (const id of ids) {
        const { status, body } = await call(started, 'ana', operation, allThe(id))
        const what = `${operation.name} of ${JSON.stringify(id)}: ${JSON.stringify(body)}`
        expect([400, 404], what).toContain(status)
        expect(JSON.stringify(body).length, what).toBeLessThan(2_000)
      }
  })

  it('refuses a cursor that is made up, or is that of another owner', async () => {
    const started = await startApi()
    const { request, shop } = started
    const foreign = await settle(started, 'ben')
    const own = await settle(started, 'ana')
    const paged = sampledOperations.filter(({ name }) => {
      const { query } = allRoutes.find((each) => each.name === name)?.route ?? {}
      return query?.after === 'text'
    })
    expect(paged.length).toBeGreaterThan(10)
    for (const { name, sample, withIds: line } of paged) {
      const [benIds, benInput] = sample(foreign, shop)
      const page = await request('ben', line(benIds, { ...benInput, limit: 1 }))
      const cursors = [page.body.data.next ?? 'x', 'e30', '[]', '\u0000', 'x'.repeat(9_000), '7', 'null']
      const [ids, input] = sample(own, shop)
      for (const after of cursors) {
        const { status, body } = await request('ana', line(ids, { ...input, after }))
        expect([200, 400], `${name} after ${after.slice(0, 50)}`).toContain(status)
        for (const id of Object.values(foreign)) expect(JSON.stringify(body), name).not.toContain(id)
      }
    }
  })
})

async function settledCounts({ telltale }: StartedApi, owner: string) {
  const { monitors, products } = telltale.for(owner)
  return { monitors: (await monitors.list()).items.length, products: (await products.list()).items.length }
}
