import { catalog } from '@telltale/adapters/catalog'
import { extractProduct } from '@telltale/adapters/webshop'
import { parseDuration } from '@telltale/core'
import { assessRisk, decodeVin } from '@telltale/core/cars'
import { canonicalMake, normalizeVehicle, splitModel } from '@telltale/core/cars/vehicle'
import type { AdapterContext } from '@telltale/core/ports'
import { detectErrorPage, parsePackSize, parsePrice, sameProduct } from '@telltale/core/prices'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../packages/core/src/http/client/charset.js'
import { parseRobots } from '../../packages/core/src/http/polite/robots-rules.js'
import { goDurationMs } from '../../packages/core/src/monitors/import/gatus-config.js'
import { readGatus } from '../../packages/core/src/monitors/import/read-gatus.js'
import { readUptimeKuma } from '../../packages/core/src/monitors/import/read-uptime-kuma.js'
import { retryAfterMs } from '../../packages/core/src/ports/retry-after.js'
import { toStorableText } from '../../packages/core/src/ports/tables/storable-text.js'
import { cronSlots } from '../../packages/core/src/schedule/cron-slots.js'
import { redactUrl } from '../../packages/core/src/secrets/redact.js'

const url = 'https://shop.example/kettle'
const car = { make: 'Ford', model: 'Focus', year: 2020 }
const context = { signal: new AbortController().signal } as AdapterContext
const page = (body: string) => `<title>Kettle</title><h1>Kettle</h1>${body}`

/** Parts of a text whose reading takes long, though its time grows like the text. */
const quarterOf = (text: string): string => text.slice((3 * text.length) / 4)

/** Every function that reads a text of a stranger. Some refuse, which must be as quick. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a page': (text) => extractProduct(page(text), url),
  'an attribute of a page': (text) => extractProduct(page(`<p class="${text}" title='${text}'>`), url),
  'JSON-LD': (text) => extractProduct(page(`<script type="application/ld+json">${text}</script>`), url),
  'a title in JSON-LD': (text) =>
    extractProduct(
      page(`<script type="application/ld+json">{"@type":"Product","name":${JSON.stringify(text)}}</script>`),
      url,
    ),
  'a price in JSON-LD': (text) =>
    extractProduct(
      page(`<script type="application/ld+json">{"@type":"Offer","price":${JSON.stringify(text)}}</script>`),
      url,
    ),
  'a script of a page': (text) => extractProduct(page(`<script>window.__STATE__ = ${text}</script>`), url),
  'an error page': (text) => detectErrorPage({ html: text }),
  'a price': (text) => parsePrice(text),
  'a pack size': (text) => parsePackSize(text),
  'titles of products': (text) => sameProduct({ title: text }, { title: `${text} ` }),
  'an advertisement': (text) => assessRisk({ text }),
  'a VIN': (text) => decodeVin(text),
  'a make': (text) => canonicalMake(text),
  'a model': (text) => splitModel('Ford', text),
  'a vehicle': (text) =>
    normalizeVehicle({ source: 'x', externalId: '1', make: text, model: text, fuel: text, price: text }),
  'a duration': (text) => parseDuration(text as '1s'),
  'a duration of Go': goDurationMs,
  'a character set': (text) => decodeText(Buffer.from('x'), `text/html; charset=${text}`),
  'Retry-After': (text) => retryAfterMs(text, 0),
  'robots.txt': (text) => parseRobots(text, 'Telltale').isAllowed(new URL(text.slice(0, 2_000), url)),
  // A URL has 2,048 characters at most.
  'a path for robots.txt': (text) =>
    parseRobots(`User-agent: *\nDisallow: /${text.slice(0, 50)}\n`, 'Telltale').isAllowed(
      new URL(`/${text.slice(0, text.length / 50)}`, url),
    ),
  'a cron expression': (text) => cronSlots({ expression: text }),
  'a configuration of Gatus': (text) => readGatus([quarterOf(text)]),
  'a backup of Uptime Kuma': readUptimeKuma,
  'a text to store': toStorableText,
  'a URL to show': (text) => redactUrl(new URL(`https://a.example/?${text}`)),
  'a catalog in CSV': (text) => catalog({ csv: quarterOf(text) }).specs?.find(car, context),
  'a catalog in JSON': (text) => catalog({ json: text }).specs?.find(car, context),
}

/** Texts that patterns, parsers and trees repeat themselves on. */
const units = [
  '1',
  ' ',
  '1 ',
  'a',
  'a ',
  '\n',
  '\t',
  '.',
  ',',
  '-',
  '1.',
  '1,',
  '0',
  '$',
  '$1 ',
  '1 €',
  '(',
  ')',
  '*',
  '%',
  '&',
  '&a',
  '#',
  ':',
  '/',
  '"',
  "'",
  '\\',
  '{',
  '[',
  '{"a":',
  '[1,',
  '<',
  '<a ',
  '<a>',
  '</a',
  '<p><b>',
  '<!--',
  '<meta ',
  '<script ',
  '<style>',
  '<svg',
  '=',
  'a=',
  'charset=',
  'id=',
  'itemprop="price" ',
  '<span itemprop=price>1',
  'User-agent: *\n',
  'é',
  '𝟙',
  '\u00a0',
  '\0',
  '\ud800',
  'x2 ',
  '2 x ',
  'fl ',
  '- ',
]

/** The CPU time of a call in milliseconds: a busy machine adds to the wall clock, not to it. */
async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  try {
    await work()
  } catch {
    // Refusing is reading, too.
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

async function least(work: () => unknown): Promise<number> {
  let ms = Number.POSITIVE_INFINITY
  for (let run = 0; run < 5; run++) ms = Math.min(ms, await cpuMs(work))
  return ms
}

/** Below this time, in milliseconds, the clock is too coarse to tell how it grows, and the growth does not matter. */
const tooShortMs = 30

describe('the time to read a hostile text grows like its length', () => {
  it.each(Object.entries(readers))('of %s', async (_, read) => {
    const steep: string[] = []
    for (const unit of units) {
      const text = (chars: number) => `${unit.repeat(chars / unit.length)}!`
      const long = text(100_000)
      if ((await cpuMs(() => read(long))) < tooShortMs) continue
      const [longMs, shortMs] = [await least(() => read(long)), await least(() => read(text(25_000)))]
      // Four times the text takes four times as long, and sixteen times where the time grows with the square.
      if (longMs > 9 * Math.max(shortMs, tooShortMs / 4))
        steep.push(`${JSON.stringify(unit)}: ${shortMs}, ${longMs} ms`)
    }
    expect(steep).toEqual([])
  })
})
