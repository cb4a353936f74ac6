import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sameProduct } from './index.js'
import type { ProductIdentity } from './product-numbers.js'
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

/** Two offers that a shop each has, labelled with whether they are one product. */
interface LabelledPair {
  readonly one: ProductIdentity
  readonly other: ProductIdentity
  readonly isSame: boolean
}

const withCheckDigit = (body: string): string => {
  const sum = [...body.padStart(13, '0')].reduce((total, digit, index) => {
    return total + Number(digit) * (index % 2 ? 1 : 3)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** The pairs that a title is made into: numbers as shops write them, and numbers that are none. */
function pairsOf(title: string, next: string, index: number): readonly LabelledPair[] {
  const serial = String(100_000 + index)
  const [ean, upc] = [withCheckDigit(`400638${serial}`), withCheckDigit(`03600${serial}`)]
  const brand = `Maker ${index % 7}`
  const same = (one: ProductIdentity, other: ProductIdentity) => ({
    one: { ...one, title },
    other: { ...other, title: `${asAnotherShop(title)} (new)` },
    isSame: true,
  })
  const different = (one: ProductIdentity, other = one) => ({
    one: { title, ...one },
    other: { title: next, ...other },
    isSame: false,
  })
  return [
    same({ gtin: ean }, { gtin: `0${ean}` }),
    same({ gtin: upc }, { gtin: `0${upc}` }),
    same({ brand, mpn: `AB-${serial}/X` }, { brand: `${brand.toUpperCase()}, Inc.`, mpn: `ab${serial}x` }),
    ...[
      '0000000000000',
      '1234567890128',
      '012345678905',
      'N/A',
      ean.replace(/.$/, (last) => String((Number(last) + 1) % 10)),
    ].map((gtin) => different({ gtin })),
    ...['2', '02', '04', '99'].map((prefix) =>
      different({ gtin: withCheckDigit(`${prefix}00638${serial}`.slice(0, 12)) }),
    ),
    // A title that names a size already would name two.
    ...(/\d/.test(title)
      ? []
      : [different({ gtin: ean, title: `${title} 500 g` }, { gtin: ean, title: `${title} 1 kg` })]),
    different({ gtin: ean }, { gtin: withCheckDigit(`1400638${serial}`) }),
    ...['black', '2024', '128GB', '10001', '123456', 'n/a'].map((mpn) => different({ brand, mpn })),
    different({ brand: 'Acme', mpn: `AB${serial}` }, { brand: 'Bolt', mpn: `AB${serial}` }),
  ]
}

describe.skipIf(!isThere)('suggestions by numbers (needs shared/data)', () => {
  it('are right on at least 99 % of the real titles with numbers as shops write them', () => {
    const titles = [...new Set(listed.map(({ title }) => title))]
    const counts = { gtin: { right: 0, wrong: 0 }, mpn: { right: 0, wrong: 0 } }
    for (const [index, title] of titles.entries())
      for (const { one, other, isSame } of pairsOf(title, titles[index + 1] ?? 'none', index)) {
        const by = sameProduct(one, other)?.by
        const keys = identityKeys(one).map(({ key }) => key)
        const isSuggested = identityKeys(other).some((each) => each.by === by && keys.includes(each.key))
        if (isSuggested && (by === 'gtin' || by === 'mpn')) counts[by][isSame ? 'right' : 'wrong'] += 1
      }
    const wilson = ({ right, wrong }: { readonly right: number; readonly wrong: number }) => {
      const [count, share, z2] = [right + wrong, right / (right + wrong), 1.96 ** 2]
      const spread = Math.sqrt((share * (1 - share)) / count + z2 / (4 * count ** 2))
      return (share + z2 / (2 * count) - 1.96 * spread) / (1 + z2 / count)
    }
    // Two pairs of each title share a GTIN, one a part number; of the others each is of different products.
    expect(counts.gtin).toEqual({ right: 2 * titles.length, wrong: 0 })
    expect(counts.mpn).toEqual({ right: titles.length, wrong: 0 })
    expect(Math.min(wilson(counts.gtin), wilson(counts.mpn))).toBeGreaterThan(0.99)
  })
})

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
