import { existsSync, readFileSync } from 'node:fs'
import { money } from '@telltale/core/prices'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const folder = new URL('../../../../../shared/data/web/', import.meta.url)
const isThere = existsSync(folder)

/** A captured page. */
interface Captured {
  readonly id: string
  readonly file: string
  readonly shop: string
  readonly url?: string | null
}

const pages: readonly Captured[] = isThere
  ? readFileSync(new URL('pages.jsonl', folder), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []

const htmlOf = ({ file }: Captured): string => readFileSync(new URL(file, folder), 'utf8')
const urlOf = ({ url, shop }: Captured): string => url ?? `https://${shop}/`

/** Smaller pages, so that many changes of them are read in a short time. */
const small = pages.map((page) => ({ page, html: htmlOf(page) })).filter(({ html }) => html.length < 75_000)

/** Damages of a page in transit: `at` and `length` are shares of the page. */
const damages: Readonly<Record<string, (html: string, at: number, length: number) => string>> = {
  'cut off': (html, at) => html.slice(0, at * html.length),
  'with a hole': (html, at, length) =>
    html.slice(0, at * html.length) + html.slice((at + length / 10) * html.length),
  'with a part twice': (html, at, length) => {
    const part = html.slice(at * html.length, (at + length / 10) * html.length)
    return html.slice(0, at * html.length) + part + html.slice(at * html.length)
  },
  'with signs flipped': (html, at, length) =>
    Array.from({ length: 50 }, (_, flip) => flip).reduce((damaged, flip) => {
      const place = Math.floor(((at + (flip + 1) * length) % 1) * damaged.length)
      const sign = String.fromCharCode(damaged.charCodeAt(place) ^ (1 << (flip % 7)))
      return damaged.slice(0, place) + sign + damaged.slice(place + 1)
    }, html),
  'as bytes of another charset': (html) => Buffer.from(html, 'utf8').toString('latin1'),
}

const share = fc.double({ min: 0, max: 0.999, noNaN: true })

describe.skipIf(!isThere)(
  'a captured page that was damaged (needs shared/data)',
  { timeout: 120_000 },
  () => {
    it.each(Object.entries(damages))(
      '%s is read without an exception, into a valid reading',
      (_what, damage) => {
        fc.assert(
          fc.property(fc.constantFrom(...small), share, share, ({ page, html }, at, length) => {
            const reading = extractProduct(damage(html, at, length), urlOf(page))
            if (reading.status === 'unread') expect(reading.message).not.toBe('')
            else {
              expect(reading.price).toEqual(money(reading.price.amount, reading.price.currency))
              expect(Number(reading.price.amount)).toBeGreaterThan(0)
            }
          }),
          { numRuns: 60, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: false },
        )
      },
    )

    it('gives no price without any digit', () => {
      const read = pages.filter(
        (page) => extractProduct(htmlOf(page).replace(/\p{Nd}/gu, ''), urlOf(page)).status === 'read',
      )
      expect(read.map(({ id }) => id)).toEqual([])
    })

    it('gives no price without any text', () => {
      const read = pages.filter((page) => {
        const bare = htmlOf(page)
          .replace(/<script\b[\s\S]*?<\/script\s*>/gi, '')
          .replace(/<meta\b[^>]*>/gi, '')
          .replace(/>[^<]+</g, '><')
          .replace(/\b(?:content|value)=("[^"]*"|'[^']*')/g, '')
        return extractProduct(bare, urlOf(page)).status === 'read'
      })
      expect(read.map(({ id }) => id)).toEqual([])
    })
  },
)
