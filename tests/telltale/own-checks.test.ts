import { createTelltale, type Monitor, type TelltaleOptions } from '@telltale/core'
import { defined, type ProbeAdapter, settingsSchema } from '@telltale/core/ports'
import { testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { bytesOf, sourceOf } from './backup-bytes.js'
import { startTelltale, tiers } from './start.js'

interface Settings {
  readonly request?: { readonly path?: string; readonly token?: string; readonly keys?: readonly string[] }
  readonly expect?: { readonly matches?: string | RegExp }
}

const schema = z.strictObject({
  request: z
    .strictObject({
      path: z.string().exactOptional(),
      token: z.string().exactOptional(),
      keys: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
  expect: z.strictObject({ matches: z.string().exactOptional() }).exactOptional(),
})

const canaries = ['canary-token-71f', 'canary-key-8a2']
const [token, key] = canaries as [string, string]

/** A probe of `own:` URLs with settings of each monitor. It remembers what it got, and repeats it in its failures. */
function ownProbe(fails = () => false) {
  const seen: unknown[] = []
  const adapter: ProbeAdapter<Settings, z.output<typeof schema>> = {
    specVersion: 1,
    id: 'own',
    probe: {
      matches: ({ protocol }) => protocol === 'own:',
      settings: {
        schema: settingsSchema(schema),
        secretPaths: ({ request }) => [
          ['request', 'token'],
          ...(request?.keys ?? []).map((_, index) => ['request', 'keys', index]),
        ],
      },
      check: async ({ settings, retries, revealBody, login }) => {
        seen.push({ settings, retries, revealBody, login })
        const failure = { kind: 'status', message: `no: ${JSON.stringify(settings)}` } as const
        return {
          latencyMs: 1,
          uncertaintyMs: 0,
          phases: {},
          ...defined({ failure: fails() ? failure : undefined }),
        }
      },
    },
  }
  return { adapter, seen, settings: () => (seen.at(-1) as { settings?: unknown }).settings }
}

const url = 'own://shop.example/'
const keys = { first: 'the first key of a host, 32 bytes and more', second: Buffer.alloc(32, 7) }

/** A Telltale whose monitors know the settings of the probe by its type. */
function open(adapter: ProbeAdapter<Settings>, options: Partial<TelltaleOptions> = {}) {
  const rest = { ...options, adapters: [adapter] }
  const telltale = createTelltale({ storage: memoryStorage(), secretKey: keys.first, ...rest })
  onTestFinished(() => telltale.close())
  return telltale
}

describe('the settings of a monitor', () => {
  it('reach its probe, and are changed and taken off', async () => {
    const { adapter, seen, settings } = ownProbe()
    const { monitors } = open(adapter)
    const request = { path: '/a' }
    const monitor = await monitors.create({
      url,
      tiers,
      request,
      expect: { matches: /^ready$/im },
      retry: { atOnce: 2 },
      revealBody: true,
      region: 'eu',
    })
    expect(monitor).toMatchObject({ request, expect: { matches: '(?im)^ready$' }, retry: { atOnce: 2 } })
    await monitors.check(monitor.id)
    expect(seen).toEqual([
      { settings: { request, expect: { matches: '(?im)^ready$' } }, retries: 2, revealBody: true },
    ])
    await monitors.update(monitor.id, { request: { path: '/b' } })
    await monitors.check(monitor.id)
    expect(settings()).toEqual({ request: { path: '/b' }, expect: { matches: '(?im)^ready$' } })

    const off = { request: null, expect: null, retry: null, revealBody: null, region: null, tags: null }
    const bare = await monitors.update(monitor.id, { ...off, timeout: null, name: null, tiers: null })
    for (const name of ['request', 'expect', 'retry', 'revealBody', 'region'])
      expect(bare).not.toHaveProperty(name)
    expect(bare).toMatchObject({ tags: [], timeoutMs: 10_000, name: 'shop.example' })
    await monitors.check(monitor.id)
    expect(seen.at(-1)).toEqual({ settings: undefined, retries: undefined, revealBody: undefined })
  })

  it.each([
    [{ request: { pth: '/a' } }, "request: unknown option 'pth'; did you mean 'path'?"],
    [{ expect: { matches: 5 } }, 'expect.matches: expected a text, got 5'],
    [{ request: [] }, 'request: expected an object of settings'],
    [{ request: { path: 'x'.repeat(70_000) } }, 'expected settings of at most 65536 characters in all'],
    [
      { request: { token: 'REDACTED' } },
      "request.token: expected the secret itself, got its mask 'REDACTED'",
    ],
    [{ retry: { times: 2 } }, 'retry.times: expected `every` with it'],
  ])('are refused when they are wrong: %j', async (options, message) => {
    const { monitors } = open(ownProbe().adapter)
    const given = { url, ...options } as never
    await expect(monitors.create(given)).rejects.toThrow(message)
    const { id } = await monitors.create({ url })
    await expect(monitors.update(id, options as never)).rejects.toThrow(message)
  })

  it('are refused by a probe that takes none', async () => {
    const { telltale } = startTelltale({
      adapters: [{ ...ownProbe().adapter, probe: { matches: () => true, check: async () => ({}) as never } }],
    })
    await expect(telltale.monitors.create({ url, request: {} as object, expect: { a: 1 } })).rejects.toThrow(
      "the adapter 'own' takes no settings of single monitors",
    )
  })

  it('are known to the types of the options', () => {
    const { monitors } = open(ownProbe().adapter)
    // @ts-expect-error - there is no such setting
    const wrong = () => monitors.create({ url, request: { methd: 'GET' } })
    expect(wrong).toBeTypeOf('function')
  })
})

describe('secret settings', () => {
  it('are refused without a key, with the line to write', async () => {
    const { adapter } = ownProbe()
    const telltale = createTelltale({ storage: memoryStorage(), adapters: [adapter] })
    onTestFinished(() => telltale.close())
    for (const options of [{ url, request: { token } }, { url: 'own://ana:pw@shop.example/' }])
      await expect(telltale.monitors.create(options)).rejects.toThrow(
        'createTelltale({ secretKey: process.env.TELLTALE_SECRET_KEY })',
      )
  })

  it('reach the probe, stay when they come back masked, and stand in clear nowhere', async () => {
    const storage = memoryStorage()
    const { adapter, settings } = ownProbe(() => true)
    const said: unknown[] = []
    const telltale = open(adapter, { storage })
    for (const name of ['monitor:checked', 'incident:started', 'error'] as const)
      telltale.on(name, (payload) => void said.push(payload))
    const created = await telltale.monitors.create({ url, request: { token, keys: [key] } })
    expect(created).toMatchObject({
      request: { token: 'REDACTED', keys: ['REDACTED'] },
      hasSecretSettings: true,
    })
    const masked = created.request as Settings['request'] & object
    said.push(created, await telltale.monitors.update(created.id, { request: { ...masked, path: '/b' } }))
    said.push(await telltale.monitors.check(created.id), await telltale.monitors.check(created.id))
    expect(settings()).toEqual({ request: { token, keys: [key], path: '/b' } })
    await expect(telltale.monitors.update(created.id, { url: 'own://other.example/' })).rejects.toThrow(
      'request.token: expected it once more',
    )
    for await (const row of storage.dump()) said.push(row)
    for (const stream of [telltale.backup.export(), telltale.privacy.export('default')])
      said.push(Buffer.from(await bytesOf(stream)).toString())
    const text = JSON.stringify(said)
    expect(text).toContain('REDACTED')
    for (const canary of canaries) expect(text).not.toContain(canary)

    const moved = await telltale.monitors.update(created.id, {
      url: 'own://other.example/',
      request: { token: 'another' },
    })
    await telltale.monitors.check(moved.id)
    expect(settings()).toEqual({ request: { token: 'another' } })
    expect(await telltale.monitors.update(moved.id, { request: null })).not.toHaveProperty(
      'hasSecretSettings',
    )
    const rows: string[] = []
    for await (const { name } of storage.dump()) rows.push(name)
    expect(rows).not.toContain('secrets')
  })

  it('are gone after an import of a backup, and the check says so', async () => {
    const { adapter } = ownProbe()
    const telltale = open(adapter)
    const { id } = await telltale.monitors.create({ url, request: { token } })
    const restored = open(adapter)
    await restored.backup.import(sourceOf(await bytesOf(telltale.backup.export())))
    expect(await restored.monitors.check(id)).toMatchObject({
      ignored: 'unhealthy-probe',
      failure: { kind: 'probe', message: expect.stringContaining('set its request once more') },
    })
  })

  it('are read with any of several keys, and only with these', async () => {
    const storage = memoryStorage()
    const { adapter, settings } = ownProbe()
    const checkWith = async (secretKey: TelltaleOptions['secretKey'], { id }: Pick<Monitor, 'id'>) => {
      const { monitors } = open(adapter, { storage, ...defined({ secretKey }) })
      return (await monitors.check(id)).failure
    }
    const monitor = await open(adapter, { storage }).monitors.create({ url, request: { token } })
    expect(await checkWith([keys.second, keys.first], monitor)).toBeUndefined()
    expect(settings()).toEqual({ request: { token } })
    expect((await checkWith(keys.second, monitor))?.message).toMatch(
      /the key [\da-f]{16}, which is not among/,
    )
  })
})

describe('a check that is turned around', () => {
  it('fails when its target answers, and succeeds when it does not', async () => {
    let isFailing = true
    const { monitors } = open(ownProbe(() => isFailing).adapter)
    const { id } = await monitors.create({ url, inverted: true })
    expect((await monitors.check(id)).failure).toBeUndefined()
    isFailing = false
    expect((await monitors.check(id)).failure).toEqual({
      kind: 'assertion',
      message: 'expected it to fail, and it answered as expected',
    })
  })
})

describe('a monitor that is retried', () => {
  it('is checked again soon while it fails, then at its slots, with the incident at the end of the retries', async () => {
    const clock = testClock({ now: Date.UTC(2026, 0, 1) })
    const telltale = open(ownProbe(() => true).adapter, { clock })
    const started: unknown[] = []
    telltale.on('incident:started', (payload) => void started.push(payload))
    await telltale.start()
    const { id, failuresBeforeIncident } = await telltale.monitors.create({
      url,
      every: '10m',
      retry: { every: '20s', times: 2 },
    })
    expect(failuresBeforeIncident).toBe(3)
    const waits: number[] = []
    for (let round = 1; round <= 4; round++) {
      const checked = new Promise<void>((resolve) => telltale.once('monitor:checked', () => resolve()))
      await clock.advanceTo((await telltale.monitors.get(id)).dueAt)
      await checked
      waits.push((await telltale.monitors.get(id)).dueAt - clock.now())
      expect(started).toHaveLength(round < 3 ? 0 : 1)
    }
    // A slot may come before the 20 seconds are over.
    for (const wait of waits.slice(0, 2)) expect(wait).toBeLessThanOrEqual(20_000)
    expect(waits[3]).toBe(10 * 60_000)
    expect((await telltale.monitors.missedSlots(id)).items).toEqual([])
  })
})
