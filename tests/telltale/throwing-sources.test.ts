import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import { AdapterError, type Telltale, type TelltaleError } from '@telltale/core'
import type { Adapter, Measurement } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { nextEvents, startTelltale, tiers } from './start.js'
import { Target } from './target.js'

/** A probe of `faulty:` URLs that does what the test says. */
const faulty = (check: () => Promise<Measurement>): Adapter => ({
  specVersion: 1,
  id: 'faulty',
  probe: { matches: ({ protocol }) => protocol === 'faulty:', check },
})

const bug = () => Promise.reject(new RangeError('Maximum call stack size exceeded'))

function errorsOf(telltale: Telltale): TelltaleError[] {
  const errors: TelltaleError[] = []
  telltale.on('error', (error) => void errors.push(error))
  return errors
}

describe('a probe that throws', () => {
  it('gives a failed check, and the bug is reported', async () => {
    const { telltale } = startTelltale({ adapters: [faulty(bug)] })
    const errors = errorsOf(telltale)
    const { id } = await telltale.monitors.create({ url: 'faulty:it', tiers, failuresBeforeIncident: 1 })
    const check = await telltale.monitors.check(id)
    expect(check).toMatchObject({
      tier: 'broken',
      failure: { kind: 'probe', message: 'the probe could not deal with what the target answered' },
    })
    expect(check).not.toHaveProperty('ignored')
    expect((await telltale.monitors.checks(id)).items).toEqual([check])
    expect((await telltale.monitors.incidents()).items).toHaveLength(1)
    expect(errors.map(({ message }) => message)).toEqual([
      "the probe 'faulty' failed: Maximum call stack size exceeded",
    ])
  })

  it('gives a failed check on schedule, too, at every slot', async () => {
    const { telltale, clock } = startTelltale({ adapters: [faulty(bug)] })
    await telltale.monitors.create({ url: 'faulty:it', tiers, every: '10s' })
    await telltale.start()
    for (let slot = 0; slot < 2; slot++) {
      const checked = nextEvents(telltale, 'monitor:checked', 1)
      clock.advance(10_000)
      expect((await checked)[0]?.check.failure?.kind).toBe('probe')
    }
  })

  it('does not blame the target for what this machine lacks', async () => {
    const check = () =>
      Promise.reject(new AdapterError('this machine has no more sockets', { retryable: true }))
    const { telltale } = startTelltale({ adapters: [faulty(check)] })
    const { id } = await telltale.monitors.create({ url: 'faulty:it', tiers, failuresBeforeIncident: 1 })
    expect(await telltale.monitors.check(id)).toMatchObject({
      ignored: 'unhealthy-probe',
      failure: { kind: 'probe', message: 'this machine has no more sockets' },
    })
    expect((await telltale.monitors.incidents()).items).toEqual([])
  })

  it.each<[string, object]>([
    ['a latency that is no number', { latencyMs: Number.NaN, uncertaintyMs: 0, phases: {} }],
    ['no phases', { latencyMs: 1, uncertaintyMs: 0 }],
    ['no latency', { uncertaintyMs: 0, phases: {} }],
    ['half a byte', { latencyMs: 1, uncertaintyMs: 0, phases: {}, bytes: 0.5 }],
    ['nothing', {}],
  ])('and one that measures %s gives a failed check', async (_, measurement) => {
    const { telltale } = startTelltale({ adapters: [faulty(async () => measurement as Measurement)] })
    const { id } = await telltale.monitors.create({ url: 'faulty:it', tiers })
    expect((await telltale.monitors.check(id)).failure?.kind).toBe('probe')
  })

  it('is none where a target answers with JSON that is nested 100,000 deep', async () => {
    const target = await Target.start()
    target.answer = (response) => response.end('['.repeat(100_000) + ']'.repeat(100_000))
    const adapters = [http({ assertions: [{ of: 'json', path: '$[0]', equals: 1 }] })]
    const { telltale } = startTelltale({ adapters })
    const { id } = await telltale.monitors.create({ url: target.url, tiers })
    expect((await telltale.monitors.check(id)).failure).toEqual({
      kind: 'assertion',
      message: 'the body is not JSON, or is nested deeper than 200 levels',
    })
  })
})

describe('a reader of pages that throws', () => {
  it('gives a reading without a price, and the bug is reported', async () => {
    const target = await Target.start()
    const extract = () => {
      throw new RangeError('Maximum call stack size exceeded')
    }
    const { telltale } = startTelltale({
      adapters: [{ specVersion: 1, id: 'reader', products: { matches: () => true, extract } }],
    })
    const errors = errorsOf(telltale)
    const product = await telltale.products.track(target.url)
    const unread = { reason: 'unreadable', message: 'what the shop answered could not be dealt with' }
    expect(product.unread).toEqual(unread)
    expect((await telltale.products.history(product.id)).items).toMatchObject([{ unread }])
    expect(errors.map(({ message }) => message)).toEqual([
      "the adapter 'reader' failed: Maximum call stack size exceeded",
    ])
  })

  const deep = 50_000
  it.each([
    ['elements', '<div>'.repeat(deep)],
    ['microdata', '<div itemscope itemprop=offers itemtype="https://schema.org/Product">'.repeat(deep)],
    ['JSON-LD', `<script type="application/ld+json">${'{"a":['.repeat(deep)}${']}'.repeat(deep)}</script>`],
    [
      'a graph',
      `<script type="application/ld+json">${'{"@graph":['.repeat(deep)}${']}'.repeat(deep)}</script>`,
    ],
    ['state', `<script>window.__STATE__ = ${'{"product":['.repeat(deep)}${']}'.repeat(deep)}</script>`],
  ])('is not ours, however deep its %s', async (_, html) => {
    const target = await Target.start()
    target.answer = (response, path) =>
      path === '/robots.txt'
        ? response.writeHead(404).end()
        : response.setHeader('content-type', 'text/html').end(`<title>Tea</title>${html}`)
    const { telltale } = startTelltale({ adapters: [webshop()] })
    const errors = errorsOf(telltale)
    const product = await telltale.products.track(target.url)
    expect(product.unread?.reason).toMatch(/^no-/)
    expect(errors).toEqual([])
  })
})
