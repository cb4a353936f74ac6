import { TelltaleError } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { pgStorage } from '@telltale/storage-pg'
import { describe, expect, it } from 'vitest'
import {
  pathsOf,
  type RecordIds,
  type ServiceMethod,
  sampleCalls,
  serviceMethods,
} from './service-methods.js'
import { startTenants, type Tenants } from './tenants.js'

const [victim, attacker] = ['zoltan', 'mallory']

/** The result of a call as text, or its error: what the caller gets to see. */
async function outcomeOf(
  { telltale }: Tenants,
  owner: string,
  { call }: ServiceMethod,
  given: readonly unknown[],
): Promise<string> {
  try {
    const services = telltale.for(owner)
    const result = call(services, given)
    if (typeof Object(result).then === 'function') return JSON.stringify({ value: await result })
    const events = result as AsyncGenerator<unknown>
    const heard: unknown[] = []
    const { length } = (await services.feed.since({ limit: 1_000 })).items
    while (heard.length < length) heard.push((await events.next()).value)
    await events.return(undefined)
    return JSON.stringify({ value: heard })
  } catch (error) {
    if (!TelltaleError.is(error)) throw error
    const { code, status, message, retryable } = error
    return JSON.stringify({ code, status, message, retryable })
  }
}

const missingId = (number: number) => `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`

const missingIds: RecordIds = {
  monitor: missingId(1),
  pushMonitor: missingId(2),
  product: missingId(3),
  otherProduct: missingId(4),
  rule: missingId(5),
  comparison: missingId(6),
  battle: missingId(7),
  search: missingId(12),
  vehicle: missingId(13),
  opportunity: missingId(14),
  incident: missingId(8),
  group: missingId(9),
  statusPage: missingId(10),
  alert: missingId(11),
  silence: missingId(14),
  delivery: missingId(17),
  destination: missingId(15),
  unverified: missingId(16),
}

/** Values that no record has as its id, of every type. */
const malformedIds: readonly unknown[] = [
  '',
  ' ',
  '0',
  'null',
  '../monitors',
  '%00',
  "' or true --",
  '{"$ne":""}',
  'x'.repeat(10_000),
  '\0',
  '\ud800',
  missingId(1).toUpperCase(),
  `${missingId(1)}\n`,
  missingId(1).slice(1),
  0,
  -1,
  Number.NaN,
  true,
  null,
  undefined,
  {},
  { length: 1 },
  [],
  [missingId(1)],
  () => missingId(1),
]

/** Returns the lines that are not in both. */
const changes = (before: readonly string[], after: readonly string[]): readonly string[] => [
  ...before.filter((line) => !after.includes(line)).map((line) => `gone: ${line}`),
  ...after.filter((line) => !before.includes(line)).map((line) => `new: ${line}`),
]

const allThe = (id: unknown): RecordIds =>
  Object.fromEntries(Object.keys(missingIds).map((kind) => [kind, id])) as unknown as RecordIds

/** Returns whether the sample call of a method uses the id of a record. */
function takesIds({ sample }: ServiceMethod): boolean {
  let isUsed = false
  const place = { page: '', newPage: '' }
  const get = (ids: RecordIds, kind: string | symbol) => {
    isUsed = true
    return Reflect.get(ids, kind)
  }
  sample(new Proxy(missingIds, { get }), place)
  return isUsed
}

/** Methods that take an id as a filter, or as a note, and so have a result for any. */
const filters = new Set([
  'alerts.rules.list',
  'alerts.list',
  'alerts.deliveries.list',
  'alerts.deliveries.retryAll',
  'audit.write',
])
/** The result of a filter that finds nothing. */
const foundNothing = (name: string) => ({ value: name.endsWith('.retryAll') ? 0 : { items: [] } })
const withIds = serviceMethods.filter((method) => takesIds(method) && method.name !== 'audit.write')

const cursorMethods = serviceMethods.filter(
  ({ sample }) => (sample(missingIds, { page: '', newPage: '' }).at(-1) as { limit?: number })?.limit === 10,
)

describe('the list of methods', () => {
  it('names every one that an owner has, with a call that works', async () => {
    const tenants = await startTenants(memoryStorage())
    const { telltale, settle, placeOf } = tenants
    const names = pathsOf(telltale.for(victim)).map((path) => path.join('.'))
    expect(pathsOf(sampleCalls).map((path) => path.join('.'))).toEqual(expect.arrayContaining(names))
    for (const [index, method] of serviceMethods.entries()) {
      const owner = `${victim}-${index}`
      const outcome = await outcomeOf(
        tenants,
        owner,
        method,
        method.sample(await settle(owner), placeOf(owner)),
      )
      expect(outcome, method.name).not.toContain('"code"')
    }
  })
})

/** Calls every method with ids of another owner, and with ids that nobody has: the outcome is the same, and nothing changes. */
async function refusesForeignIds(
  tenants: Tenants,
  { isStepByStep }: { isStepByStep: boolean },
): Promise<void> {
  const { settle, traces, placeOf } = tenants
  const foreign = await settle(victim)
  await settle(attacker)
  const place = placeOf(attacker)
  const before = await traces()
  for (const method of withIds) {
    const seen = await Promise.all(
      [foreign, missingIds].map(async (ids) => {
        const outcome = await outcomeOf(tenants, attacker, method, method.sample(ids, place))
        return Object.values(ids).reduce<string>((text, id) => text.replaceAll(id, 'ID'), outcome)
      }),
    )
    expect(seen[0], method.name).toBe(seen[1])
    expect(JSON.parse(String(seen[0])), method.name).toMatchObject(
      filters.has(method.name) ? foundNothing(method.name) : { code: 'NOT_FOUND', status: 404 },
    )
    if (isStepByStep) expect(changes(before, await traces()), method.name).toEqual([])
  }
  expect(changes(before, await traces())).toEqual([])
}

/** Calls that name no id are for all of one's own records. */
const ofAll = new Set([
  'monitors.incidents of undefined',
  'monitors.summary of {}',
  'alerts.deliveries.retryAll of undefined',
])

/** Calls every method with ids that are none: each is refused plainly, and nothing changes. */
async function refusesMalformedIds(tenants: Tenants): Promise<void> {
  const { traces, placeOf } = tenants
  const before = await traces()
  for (const method of withIds)
    for (const id of malformedIds) {
      const what = `${method.name} of ${JSON.stringify(id)}`
      if (ofAll.has(what)) continue
      const given = method.sample(allThe(id), placeOf(attacker))
      const outcome = JSON.parse(await outcomeOf(tenants, attacker, method, given))
      if (filters.has(method.name)) continue
      expect(['NOT_FOUND', 'VALIDATION'], what).toContain(outcome.code)
      expect(outcome.message.length, what).toBeLessThan(1_000)
    }
  expect(changes(before, await traces())).toEqual([])
}

describe('an owner', () => {
  it('cannot tell ids of another owner from ids that nobody has, and changes nothing by them', async () => {
    await refusesForeignIds(await startTenants(memoryStorage()), { isStepByStep: true })
  })

  it('gets a plain refusal of a malformed id, and changes nothing by it', async () => {
    const tenants = await startTenants(memoryStorage())
    await tenants.settle(attacker)
    await refusesMalformedIds(tenants)
  })

  it('cannot do so in PostgreSQL either', async () => {
    const tenants = await startTenants(pgStorage({ directory: 'memory://' }))
    await refusesForeignIds(tenants, { isStepByStep: false })
    await refusesMalformedIds(tenants)
  }, 120_000)

  it('sees and changes nothing of another by the methods that take no id', async () => {
    const tenants = await startTenants(memoryStorage())
    const { settle, traces, placeOf } = tenants
    const foreign = await settle(victim)
    const own = await settle(attacker)
    const ofVictim = (lines: readonly string[]) =>
      lines.filter((line) => [victim, ...Object.values(foreign)].some((part) => line.includes(part)))
    const before = ofVictim(await traces())
    expect(before.length).toBeGreaterThan(20)
    for (const method of serviceMethods) {
      const outcome = await outcomeOf(tenants, attacker, method, method.sample(own, placeOf(attacker)))
      expect(ofVictim([outcome]), method.name).toEqual([])
    }
    expect(changes(before, ofVictim(await traces()))).toEqual([])
  })

  it('gets nothing of another by a cursor, be it theirs or made up', async () => {
    const tenants = await startTenants(memoryStorage())
    const { telltale, settle, placeOf } = tenants
    const foreign = await settle(victim)
    const own = await settle(attacker)
    const withPage = (method: ServiceMethod, ids: RecordIds, page: object) => {
      const given = [...method.sample(ids, placeOf(attacker))]
      return [...given.slice(0, -1), { ...(given.at(-1) as object), ...page }]
    }
    const known = new Set([victim, ...Object.values(foreign)])
    expect(cursorMethods.length).toBeGreaterThan(7)
    for (const method of cursorMethods) {
      const page = (await method.call(telltale.for(victim), withPage(method, foreign, { limit: 1 }))) as {
        readonly next?: string
      }
      const real = page.next ?? Buffer.from(JSON.stringify([foreign.monitor])).toString('base64url')
      const cursors = [
        real,
        real.slice(2),
        `${real}x`,
        '',
        'e30',
        '[]',
        '\0',
        'x'.repeat(10_000),
        7,
        {},
        null,
      ]
      for (const after of cursors) {
        const outcome = await outcomeOf(tenants, attacker, method, withPage(method, own, { after }))
        for (const part of known) expect(outcome, `${method.name} after ${after}`).not.toContain(part)
        const { code = 'VALIDATION' } = JSON.parse(outcome)
        expect(code, `${method.name} after ${after}`).toBe('VALIDATION')
      }
    }
  })
})
