import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sameProduct } from './index.js'
import { identityKeys } from './same-product.js'

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

/** Writes a title as another shop may: its first word last, in capitals, with other marks, and units apart from numbers. */
const asAnotherShop = (title: string): string => {
  const [first = '', ...rest] = title.replace(/(\d)(gb|tb|ml|kg|cm|mm|l|g|w)\b/giu, '$1 $2').split(' ')
  return [...rest, '-', first].join(' ').replaceAll(', ', ' | ').toUpperCase()
}

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

  it('suggests none of these pairs, and every telling title as another shop may write it', () => {
    const titles = [...new Set(listed.map(({ title }) => title))]
    const keyOf = (title: string) => identityKeys({ title }).find(({ by }) => by === 'title')?.key
    const [keys, rewritten] = [titles.map(keyOf), titles.map((title) => keyOf(asAnotherShop(title)))]
    const told = keys.flatMap((key) => (key === undefined ? [] : [key]))
    const right = keys.filter((key, index) => key !== undefined && key === rewritten[index]).length
    const wrong = rewritten.filter((key, index) => key && keys.some((own, at) => own === key && at !== index))
    // 441 of 441 pairs of one product are right: the lower end of Wilson's interval of 95 % is 99.1 %.
    expect(new Set(told).size).toBe(441)
    expect({ right, wrong: wrong.length }).toEqual({ right: 441, wrong: 0 })
  })
})
