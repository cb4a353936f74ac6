import { setTimeout as delay } from 'node:timers/promises'
import { secret } from '../host.js'
import { goodMortals } from '../order.js'
import type { Attack } from '../stage.js'

/** Makes an attack by targets and shops that answer in one way. */
const answer = (
  name: string,
  what: string,
  path: string,
  counts: { probes?: number; pages?: number },
): Attack => ({
  name,
  what,
  run: async (stage) => {
    stage.track(path, counts.pages ?? 0)
    await stage.watch(path, counts.probes ?? 0)
  },
})

/** The attacks by what targets answer, or do not. */
export const targetAttacks: readonly Attack[] = [
  answer('chunk-extensions-page', 'a page in chunks of a byte, each with 10 KB of extension', 'extensions', {
    pages: 10,
  }),
  answer('chunk-extensions-probe', 'the same for a probe', 'extensions', { probes: 10 }),
  answer('one-byte-chunks', 'bodies in chunks of one byte', 'one-byte', { pages: 5, probes: 5 }),
  answer('trailers', 'trailers without end', 'trailers', { pages: 5, probes: 5 }),
  answer('endless', 'a body without end', 'endless', { pages: 10, probes: 10 }),
  answer('headers', 'headers without end', 'headers', { pages: 10, probes: 10 }),
  answer('informational', 'statuses 100 without end', 'informational', { pages: 5, probes: 5 }),
  answer('hints', 'statuses 103 with headers, without end', 'hints', { pages: 5, probes: 5 }),
  answer('bomb', '10 MB of zeros in each 10 KB, without end', 'bomb', { pages: 10, probes: 10 }),
  answer('drip', 'a byte every 100 ms', 'drip', { pages: 60, probes: 60 }),
  answer('silent', '60 targets that never answer, with the longest timeout', 'silent', { probes: 60 }),
  answer('silent-shops', '60 shops that never answer', 'silent', { pages: 60 }),
  {
    name: 'failing-hosts',
    what: "40 hosts that fail and never have an incident, while 3 of the good owner's go down",
    prepare: async (stage) => {
      for (let index = 0; index < 40; index++)
        await stage.attempt(() =>
          stage.hostile.monitors.create({
            url: `http://flaky-${index}-hostile.example:${stage.ports.flaky}/`,
            every: '1s',
            failuresBeforeIncident: 1_000,
          }),
        )
    },
    run: async ({ ports }) => {
      await fetch(`http://127.0.0.1:${ports.good}/down`)
    },
    verify: async ({ good }) => {
      const wanted = good.monitorIds.slice(0, goodMortals)
      const found = new Set<string>()
      for (let round = 0; round < 80 && found.size < wanted.length; round++) {
        const { items } = await good.services.monitors.incidents()
        for (const { monitorId } of items) if (wanted.includes(monitorId)) found.add(monitorId)
        await delay(100)
      }
      return found.size === wanted.length ? [] : [`the good owner got ${found.size} incidents in place of 3`]
    },
  },
  {
    name: 'redirects',
    what: 'redirects in a circle, and through many hosts',
    run: async (stage) => {
      stage.track('loop', 10)
      for (let index = 0; index < 20; index++)
        stage.track(`chain/${index}`, 1, () => `start-${index}.example`)
      await stage.watch('loop', 20)
      for (let index = 0; index < 20; index++) await stage.watch(`chain/${index}`, 1)
    },
  },
  {
    name: 'origins',
    what: '12,000 origins, each asked once',
    run: async (stage) => {
      const { hostile } = stage
      await stage.repeat(12_000, 20, async (index) => {
        const url = stage.url('ok', `origin-${index}.example`)
        const { id } = await hostile.monitors.create({ url, every: '30d', timeout: '1s' })
        await hostile.monitors.check(id)
        await hostile.monitors.delete(id)
        if (index % 2) return
        const product = await hostile.products.track(stage.url('page', `origin-${index}.example`), {
          every: '30d',
        })
        await hostile.products.untrack(product.id)
      })
    },
  },
  {
    name: 'robots',
    what: 'a Crawl-delay of 999999999999, and 500 KB of wildcards',
    run: async (stage) => {
      const path = `page/${'a'.repeat(1_500)}`
      stage.track(path, 30, (index) => `delay-${index}.example`)
      stage.track(path, 10, (index) => `rules-${index}.example`)
    },
  },
  {
    name: 'slow-dns',
    what: '20 names whose lookup takes 30 s, and 20 that do not exist',
    run: async (stage) => {
      await stage.watch('ok', 1)
      for (const zone of ['slow', 'nowhere'])
        await stage.repeat(20, 4, (index) =>
          stage.hostile.monitors.create({
            url: stage.url('ok', `name-${index}.${zone}.example`),
            every: '1s',
            timeout: '60s',
          }),
        )
      stage.track('page', 20, (index) => `shop-${index}.slow.example`)
    },
  },
  {
    name: 'one-shop',
    what: '200 pages of one shop, which wait for its pace',
    run: async (stage) => stage.track('page', 200, () => 'one-shop.example'),
  },
  {
    name: 'patterns',
    what: "200 KB of text that is hard for the host's everyday patterns",
    run: async (stage) => {
      for (const kind of ['spaces', 'status', 'letters'])
        for (const adapter of ['words', 'mail']) await stage.watch(`words/${kind}`, 2, { adapter })
    },
  },
  {
    name: 'nested-json',
    what: '200 KB of nested JSON, asserted on, and as details of audit entries',
    run: async (stage) => {
      await stage.watch('json', 10, { adapter: 'json' })
      let details: unknown = 1
      for (let depth = 0; depth < 50_000; depth++) details = [details]
      await stage.repeat(100, 1, () => stage.hostile.audit.write({ who: 'me', what: 'nested', details }))
    },
  },
  {
    name: 'echo',
    what: "a target that answers with the host's secrets",
    run: (stage) => stage.watch('echo', 10, { adapter: 'secretive' }),
    verify: async ({ hostile, telltale }) => {
      await hostile.monitors.list()
      const leaks = new Set<string>()
      for await (const chunk of telltale.privacy.export('hostile')) {
        const text = Buffer.from(chunk).toString()
        if (text.includes(secret)) leaks.add("the host's secret is in the hostile owner's data")
      }
      return [...leaks]
    },
  },
]
