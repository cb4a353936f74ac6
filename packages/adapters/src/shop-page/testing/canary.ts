import { existsSync, readFileSync } from 'node:fs'
import type { Adapter } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'

const folder = new URL('../../../../../../shared/data/web/', import.meta.url)
const isThere = existsSync(folder)

interface Captured {
  readonly id: string
  readonly file: string
  readonly url: string
  readonly unsure: readonly string[]
  readonly expected: {
    readonly title: string
    readonly price: number | null
    readonly currency: string
    readonly sku: string | null
    readonly brand: string | null
  }
}

/** The captured pages of one shop. */
function capturedPages(prefix: string): readonly Captured[] {
  if (!isThere) return []
  const lines = readFileSync(new URL('pages.jsonl', folder), 'utf8').trim().split('\n')
  return lines.map((line): Captured => JSON.parse(line)).filter(({ id }) => id.startsWith(prefix))
}

/** Reads the captured pages of a shop anew: whatever the reader no longer finds, it says loudly. */
export function readsItsCanaries(open: () => Adapter, prefix: string): void {
  describe.skipIf(!isThere)('the canary pages of the shop (needs shared/data)', () => {
    it.each(capturedPages(prefix))('$id says what it said', ({ file, url, unsure, expected }) => {
      const html = isThere ? readFileSync(new URL(file, folder), 'utf8') : ''
      const { products } = open()
      expect(products?.matches(new URL(url))).toBe(true)
      const reading = products?.extract({ html, url })
      expect(reading?.title).toBe(expected.title)
      if (expected.price === null) {
        expect(reading).toMatchObject({ status: 'unread', availability: 'OutOfStock' })
        return
      }
      expect(reading).toMatchObject({ status: 'read', price: { currency: expected.currency } })
      if (reading?.status !== 'read') return
      expect(Number(reading.price.amount)).toBe(expected.price)
      if (expected.sku && !unsure.includes('sku')) expect(reading.sku).toBe(expected.sku)
      if (expected.brand && reading.brand && !unsure.includes('brand'))
        expect(reading.brand).toBe(expected.brand)
    })
  })
}
