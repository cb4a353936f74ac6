import { describe, expect, it } from 'vitest'
import { sameProduct } from './index.js'
import { identityKeys } from './same-product.js'

/** Labelled by hand before the code that judges them was run: whether two offers are one product, and by what it is told. */
const labelled: readonly (readonly [string, object, object, 'gtin' | 'mpn' | 'title' | undefined])[] = [
  ['a UPC and its EAN', { gtin: '036000291452' }, { gtin: '0036000291452' }, 'gtin'],
  ['an EAN and its GTIN-14', { gtin: '4006381333931' }, { gtin: '04006381333931' }, 'gtin'],
  ['a GTIN with hyphens', { gtin: '978-3-16-148410-0' }, { gtin: '9783161484100' }, 'gtin'],
  ['a GTIN-8 and its padding', { gtin: '96385074' }, { gtin: '0000096385074' }, 'gtin'],
  ['a case and its piece', { gtin: '10036000291459' }, { gtin: '036000291452' }, undefined],
  ['a wrong check digit', { gtin: '4006381333932' }, { gtin: '4006381333932' }, undefined],
  ['zeros', { gtin: '0000000000000' }, { gtin: '0000000000000' }, undefined],
  ['digits counted up', { gtin: '1234567890128' }, { gtin: '1234567890128' }, undefined],
  ['digits counted up in eight', { gtin: '12345670' }, { gtin: '12345670' }, undefined],
  ['digits counted up in twelve', { gtin: '012345678905' }, { gtin: '012345678905' }, undefined],
  ['no number', { gtin: 'N/A' }, { gtin: 'N/A' }, undefined],
  ['a number of one shop', { gtin: '2000000000015' }, { gtin: '2000000000015' }, undefined],
  ['goods by weight', { gtin: '0212345678901' }, { gtin: '0212345678901' }, undefined],
  ['goods by weight as a UPC', { gtin: '212345678992' }, { gtin: '212345678992' }, undefined],
  ['a coupon', { gtin: '9912345678905' }, { gtin: '9912345678905' }, undefined],
  ['eight digits of a shop', { gtin: '20000004' }, { gtin: '20000004' }, undefined],
  [
    'one GTIN on two packs',
    { gtin: '4006381333931', title: 'Acme coffee 500 g' },
    { gtin: '4006381333931', title: 'Acme coffee 1 kg' },
    undefined,
  ],
  [
    'one GTIN on two capacities',
    { gtin: '4006381333931', title: 'Acme Phone 128GB' },
    { gtin: '4006381333931', title: 'Acme Phone 256 GB' },
    undefined,
  ],
  [
    'one size in other words',
    { gtin: '4006381333931', title: 'Acme coffee 0,5 kg' },
    { gtin: '4006381333931', title: 'Coffee by Acme 500g' },
    'gtin',
  ],
  ['a part number', { brand: 'Acme', mpn: 'WH-1000XM5/B' }, { brand: 'ACME', mpn: 'wh1000xm5b' }, 'mpn'],
  ['a legal form', { brand: 'Acme, Inc.', mpn: 'K-200' }, { brand: 'Acme', mpn: 'K200' }, 'mpn'],
  ['another brand', { brand: 'Acme', mpn: 'K-200' }, { brand: 'Acme Toys', mpn: 'K200' }, undefined],
  ['a colour', { brand: 'Acme', mpn: 'Black' }, { brand: 'Acme', mpn: 'black' }, undefined],
  ['a year', { brand: 'Acme', mpn: '2023' }, { brand: 'Acme', mpn: '2023' }, undefined],
  ['a capacity', { brand: 'Acme', mpn: '128 GB' }, { brand: 'Acme', mpn: '128GB' }, undefined],
  ['a short number', { brand: 'Acme', mpn: '10001' }, { brand: 'Acme', mpn: '10001' }, undefined],
  ['digits in order', { brand: 'Acme', mpn: '123456' }, { brand: 'Acme', mpn: '123456' }, undefined],
  ['none', { brand: 'Acme', mpn: 'n/a' }, { brand: 'Acme', mpn: 'n/a' }, undefined],
  ['a long number', { brand: 'Acme', mpn: '0601394020' }, { brand: 'Acme', mpn: '0601394020' }, 'mpn'],
  [
    'one part number on two packs',
    { brand: 'Acme', mpn: 'K200', title: 'Acme towels, 2-pack' },
    { brand: 'Acme', mpn: 'K200', title: 'Acme towels, 6-pack' },
    undefined,
  ],
]

describe('numbers of products', () => {
  it.each(labelled)('are told apart: %s', (_, one, other, by) => {
    expect(sameProduct(one, other)?.by).toBe(by)
    expect(sameProduct(other, one)?.by).toBe(by)
    const keys = (identity: object) => identityKeys(identity).map(({ key }) => key)
    if (by) expect(keys(one)[0]).toBe(keys(other)[0])
    else if (!('title' in one)) expect(keys(one).filter((key) => keys(other).includes(key))).toEqual([])
  })
})
