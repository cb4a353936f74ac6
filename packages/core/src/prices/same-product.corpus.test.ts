import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sameProduct } from './index.js'

const folder = new URL('../../../../../shared/data/web/', import.meta.url)
const isThere = existsSync(folder)

interface Listed {
  readonly id: string
  readonly title: string
}

const listed: readonly Listed[] = isThere
  ? ['price_series.jsonl', 'price_series_short.jsonl'].flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8')
        .trim()
        .split('\n')
        .map((line): Listed => JSON.parse(line)),
    )
  : []

describe.skipIf(!isThere)('673 listed products, many of one maker (needs shared/data)', () => {
  it('takes no more than 27 of 226,037 pairs of different titles for one product', {
    timeout: 120_000,
  }, () => {
    const products = [...new Map(listed.map((product) => [product.id, product])).values()]
    let pairs = 0
    let matches = 0
    for (const [at, { title }] of products.entries())
      for (const other of products.slice(at + 1)) {
        if (title === other.title) continue
        pairs += 1
        if (sameProduct({ title }, { title: other.title })) matches += 1
      }
    expect(pairs).toBe(226_037)
    expect(matches).toBeLessThanOrEqual(27)
  })
})
