import { catalog } from '@telltale/adapters/catalog'
import { http } from '@telltale/adapters/http'
import { marketcheck } from '@telltale/adapters/marketcheck'
import { webshop } from '@telltale/adapters/webshop'
import { createTelltale, type Telltale, TelltaleError } from '@telltale/core'
import { badgeSvg, classify } from '@telltale/core/latency'
import { parsePrice } from '@telltale/core/prices'
import { memoryStorage } from '@telltale/storage-memory'
import { pgStorage } from '@telltale/storage-pg'
import { describe, expect, it, onTestFinished } from 'vitest'

const url = 'https://shop.example/health'
const car = { make: 'Ford', model: 'Focus', year: 2020 }

function open(options: object = {}): Telltale {
  const telltale = createTelltale({ storage: memoryStorage(), adapters: [http(), webshop()], ...options })
  onTestFinished(() => telltale.close().catch(() => undefined))
  return telltale
}

/** Returns the message of what a call throws or rejects with. What is no error of Telltale fails the test. */
async function messageOf(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (TelltaleError.is(error)) return error.message
    throw error
  }
  return expect.unreachable('the mistake was taken')
}

/** Takes the types off, as a program in JavaScript has none. */
const any = <Value>(value: Value): Record<string, (...given: unknown[]) => unknown> => value as never

interface Mistake {
  readonly make: () => unknown
  /** Parts of the message: the mistake, and the way to mend it. */
  readonly says: readonly (string | RegExp)[]
}

/** The mistakes of somebody who has just installed Telltale. */
const mistakes: Readonly<Record<string, Mistake>> = {
  'no storage': {
    make: () => createTelltale({ adapters: [http()] } as never),
    says: ['storage', "memoryStorage() of '@telltale/storage-memory'"],
  },
  'a storage that was not called': {
    make: () => createTelltale({ storage: memoryStorage as never }),
    says: ['storage', 'got a function: call it'],
  },
  'an adapter that was not called': {
    make: () => open({ adapters: [http] }),
    says: ['adapters[0]', 'such as what http() returns', 'got a function: call it'],
  },
  'one adapter in place of a list': {
    make: () => open({ adapters: http() }),
    says: ['adapters: expected a list'],
  },
  'an adapter twice': {
    make: () => open({ adapters: [http(), http()] }),
    says: ["two adapters are called 'http'", 'give one another id'],
  },
  'a misspelt option': {
    make: () => open({ adaptors: [] }),
    says: ["unknown option 'adaptors'; did you mean 'adapters'?"],
  },
  'a misspelt option within another': {
    make: () => open({ http: { alow: ['localhost'] } }),
    says: ["unknown option 'alow'; did you mean 'allow'?"],
  },
  'a number as text': {
    make: () => open({ concurrency: '50' }),
    says: ['concurrency: expected a number, got "50"'],
  },
  'the name that another library uses': {
    make: () => any(open().monitors).create?.({ url, interval: '30s' }),
    says: ["unknown option 'interval'; did you mean 'every'?"],
  },
  'no options at all': {
    make: () => any(open().monitors).create?.(),
    says: ['monitors.create: is required (expected an object such as { url, name, every, … })'],
  },
  'http:// forgotten': {
    make: () => open().monitors.create({ url: 'shop.example/health' }),
    says: ['got "shop.example/health"; did you mean "https://shop.example/health"?'],
  },
  'http:// forgotten before a port': {
    make: () => open().monitors.create({ url: 'localhost:3000/health' }),
    says: ['did you mean http://localhost:3000/health?'],
  },
  'no adapter for the scheme': {
    make: () => open().monitors.create({ url: 'ftp://shop.example/' }),
    says: ['no adapter knows ftp://shop.example/', "adapters with `probe`: 'http'"],
  },
  'no adapter that reads pages': {
    make: () => open({ adapters: [http()] }).products.track(url),
    says: ['no adapter knows', 'none; add one to `adapters`'],
  },
  'a duration in words': {
    make: () => any(open().monitors).create?.({ url, every: '30 secs' }),
    says: ['every: expected a duration such as', "'30s'", 'got "30 secs"'],
  },
  'a bad cron expression': {
    make: () => open().monitors.create({ url, cron: { expression: 'every day' } }),
    says: ["cron.expression: expected five fields such as '30 2 * * 1-5'"],
  },
  'a cron expression as text': {
    make: () => any(open().monitors).create?.({ url, cron: '*/5 * * * *' }),
    says: ['cron: expected an object such as { expression:'],
  },
  'a misspelt event': {
    make: () => any(open()).on?.('monitor:tier-chnaged', () => {}),
    says: ["unknown event 'monitor:tier-chnaged'; did you mean 'monitor:tier-changed'?"],
  },
  'an event without a listener': {
    make: () => any(open()).on?.('monitor:checked'),
    says: ['listener: expected a function'],
  },
  'an unknown id': {
    make: () => open().monitors.get('nobody'),
    says: ['no monitor has the id "nobody"; list() gives those there are'],
  },
  "another owner's id": {
    make: async () => {
      const telltale = open()
      const { id } = await telltale.for('ana').monitors.create({ url })
      return telltale.for('ben').monitors.get(id)
    },
    says: [/no monitor has the id "[\w-]+"; list\(\) gives those there are/],
  },
  'a record in place of its id': {
    make: async () => {
      const { monitors } = open()
      return any(monitors).check?.(await monitors.create({ url }))
    },
    says: ['expected the id of a monitor, a text, got an object', '`id`'],
  },
  'no key': {
    make: () => marketcheck({} as never),
    says: ['marketcheck: apiKey: is required'],
  },
  'CSV in place of JSON': {
    make: () =>
      open({ adapters: [catalog({ json: 'make,model,year\nFord,Focus,2020\n' })] }).battles.fight({
        cars: [car, car],
      }),
    says: ['not readable as JSON', 'it looks like CSV: pass it as `csv`'],
  },
  'a file that is not there': {
    make: () => open({ adapters: [catalog({ file: 'no-such.csv' })] }).battles.fight({ cars: [car, car] }),
    says: ['no-such.csv: cannot be read', 'a path starts at the folder that the process runs in'],
  },
  'a ZIP code as a number': {
    make: () => any(open().battles).fight?.({ cars: [car, car], zip: 75146 }),
    says: ["zip: expected a ZIP code of five digits as text, such as '75146', got 75146"],
  },
  'a price as a number': {
    make: () => open().products.track(url, { target: 10 as never }),
    says: ["target: expected a price such as { amount: '1299.00', currency: 'INR' }"],
  },
  'the id of a product in place of a query': {
    make: () => open().alerts.rules.list('0198f2c4-7a6b-7000-8000-000000000001' as never),
    says: ['alerts.rules.list: expected an object such as { subjectId, limit, after, … }, got'],
  },
  'the id of a monitor in place of a query': {
    make: () => open().monitors.incidents('0198f2c4-7a6b-7000-8000-000000000001' as never),
    says: ['monitors.incidents: expected an object such as { '],
  },
  'a page that is too large': {
    make: () => open().monitors.list({ limit: 1_000 }),
    says: ['limit: expected at most 200, got 1000'],
  },
  'a backup by its path': {
    make: () => open().backup.import('backup.ndjson' as never),
    says: ['source: expected a function', '() => createReadStream(file)'],
  },
  'a tool that no import knows': {
    make: () => open().monitors.import('{}', { from: 'uptimekuma' as never }),
    says: ["from: expected one of 'uptime-kuma', 'gatus', got \"uptimekuma\""],
  },
  'no place for PostgreSQL': {
    make: () => pgStorage({} as never),
    says: ['expected exactly one of connectionString, pool, directory and pglite'],
  },
  'a host in place of a connection string': {
    make: () => pgStorage({ connectionString: 'localhost' }),
    says: ["connectionString: expected a URL such as 'postgres://user:password@host:5432/database'"],
  },
  'a field that a badge has not': {
    make: () => badgeSvg({ label: 'checkout', tier: 'SONIC' } as never),
    says: ["badgeSvg: unknown option 'tier'; there are: label, message, color"],
  },
  'a badge without a message': {
    make: () => badgeSvg({ label: 'checkout' } as never),
    says: ['badgeSvg: message: expected a text, got undefined'],
  },
  'a misspelt option of an engine': {
    make: () => classify(41, { previus: 'SONIC' } as never),
    says: ["classify: unknown option 'previus'; there are: tiers, previous"],
  },
  'a hint that parsePrice has not': {
    make: () => parsePrice('1,00', { locales: 'de' } as never),
    says: ["unknown option 'locales'; there are: "],
  },
  'a use after the end': {
    make: async () => {
      const telltale = open()
      await telltale.close()
      await telltale.close() // closing twice is none
      return telltale.monitors.list()
    },
    says: ['Telltale is closed; create another one'],
  },
}

describe('a mistake of a new user', () => {
  it.each(Object.entries(mistakes))('%s is told apart, with what to do', async (_, { make, says }) => {
    const message = await messageOf(make)
    for (const part of says)
      if (typeof part === 'string') expect(message).toContain(part)
      else expect(message).toMatch(part)
    expect(message).not.toMatch(/Invalid input|undefined \(reading|is not a function/)
  })

  it('localhost without `allow` is told at once of a monitor, and as the reason of a product without a price', async () => {
    const telltale = open()
    expect(await messageOf(() => telltale.monitors.create({ url: 'http://localhost:3000/' }))).toBe(
      'monitors.create: url: localhost is this machine, which is not in the public network; if it is meant, write ' +
        "createTelltale({ http: { allow: ['localhost'] } })",
    )
    const product = await telltale.products.track('http://localhost:3000/kettle')
    expect(product.unread?.message).toContain('if it is meant, name it in `allow`')
  })

  it('a schema that was not migrated is told, with the call that is missing', async () => {
    const { PGlite } = await import('@electric-sql/pglite')
    const pglite = new PGlite()
    onTestFinished(() => pglite.close())
    const telltale = open({ storage: pgStorage({ pglite }) })
    expect(await messageOf(() => telltale.monitors.list())).toContain('call `storage.migrate()` first')
  })
})
