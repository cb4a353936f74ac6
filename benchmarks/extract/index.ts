import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { extractProduct } from '@telltale/adapters/webshop'
import { load } from 'cheerio'
import { DomHandler, Parser } from 'htmlparser2'
import { type CapturedPage, htmlOf, rowsOf, urlOf } from '../captured.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'
import { hostilePages } from './hostile.js'

/**
 * Measures the time to read a captured product page with all sources, against the first steps of other readers: cheerio's
 * tree by parse5 with a few selectors, and the tree of htmlparser2 with nothing read from it. Also measures the time for
 * 100 kB of pages that were made to keep the reader busy, with 50,000 prices. The best of several rounds counts: in the first
 * ones the compiler is still at work.
 */
const rounds = roundsOr(9)

setFlagsFromString('--expose-gc')
/** Collects the garbage of one reader, so that it does not count against the next. */
const collectGarbage: (options: { type: 'minor' }) => void = runInNewContext('gc')

const readers = {
  telltale: (html: string, url: string): unknown => extractProduct(html, url),
  cheerio: (html: string): unknown => {
    const page = load(html)
    return [
      page('h1').first().text(),
      page('script[type="application/ld+json"]').text(),
      page('[itemprop="price"]').attr('content'),
      page('meta[property="product:price:amount"]').attr('content'),
      page('.price').first().text(),
    ]
  },
  htmlparser2: (html: string): unknown => {
    const handler = new DomHandler()
    new Parser(handler).end(html)
    return handler.root
  },
}
type Reader = keyof typeof readers
const names = Object.keys(readers) as Reader[]

/** Returns the processor time of this process in milliseconds; other processes do not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function timeMs(name: Reader, html: string, url: string): number {
  collectGarbage({ type: 'minor' })
  const from = cpuMs()
  readers[name](html, url)
  return cpuMs() - from
}

/** Returns the best time of several rounds, in milliseconds. */
function bestMs(html: string, url: string): Record<Reader, number> {
  const best: Record<Reader, number> = { telltale: Infinity, cheerio: Infinity, htmlparser2: Infinity }
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) best[name] = Math.min(best[name], timeMs(name, html, url))
  return best
}

const pages = rowsOf<CapturedPage>('pages.jsonl').map((page) => ({
  hasJsonLd: page.signals.includes('jsonld'),
  ...bestMs(htmlOf(page), urlOf(page)),
}))

const measured = { 'with JSON-LD': true, 'without JSON-LD': false }
const rows = Object.entries(measured).map(([kind, hasJsonLd]) => {
  const those = pages.filter((page) => page.hasJsonLd === hasJsonLd)
  const total = (name: Reader) => those.reduce((sum, page) => sum + page[name], 0)
  const ratios = {
    cheerio: total('cheerio') / total('telltale'),
    htmlparser2: total('htmlparser2') / total('telltale'),
  }
  const ms = Object.fromEntries(names.map((name) => [`${name} ms`, Number(total(name).toFixed(1))]))
  return { kind, pages: those.length, ...ms, ratios }
})

const hostile = Object.entries(hostilePages).map(([page, make]) => {
  const html = make()
  const msPer100Kb = (name: Reader) =>
    (Math.min(...[1, 2, 3, 4].map(() => timeMs(name, html, 'https://shop.example/lamp'))) / html.length) * 1e5
  return { page, telltale: msPer100Kb('telltale'), htmlparser2: msPer100Kb('htmlparser2') }
})
console.table(hostile)
const slowest = hostile.reduce((one, other) => (one.telltale > other.telltale ? one : other))

report(
  rows.map(({ ratios, ...row }) => ({
    ...row,
    'cheerio / telltale': Number(ratios.cheerio.toFixed(2)),
    'htmlparser2 / telltale': Number(ratios.htmlparser2.toFixed(2)),
  })),
  ...rows.flatMap(({ kind, ratios }) => [
    { name: `${kind}, cheerio takes`, figure: ratios.cheerio, bar: 4, atLeast: true, unit: 'times as long' },
    {
      name: `${kind}, htmlparser2's tree alone takes`,
      figure: ratios.htmlparser2,
      bar: 0.7,
      atLeast: true,
      unit: 'of the time',
    },
  ]),
  {
    name: `the slowest page, of ${slowest.page}, takes`,
    figure: slowest.telltale,
    bar: 10,
    unit: 'ms per 100 kB',
  },
)
