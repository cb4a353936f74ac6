import { describe, expect, it } from 'vitest'
import { analyzeHistory, type HistoryPoint } from './index.js'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const eur = (amount: string) => ({ amount, currency: 'EUR' })

/**
 * One reading a day: `40x100` is 100 on 40 days, `5x-` a page that could not be read on 5, `5x!` out of stock on 5, and
 * `5x!50` the same with a price that nobody could pay.
 */
function read(script: string): readonly HistoryPoint[] {
  const readings = script.split(' ').flatMap((part) => {
    const [days, reading = ''] = part.split('x')
    return Array<string>(Number(days)).fill(reading)
  })
  return readings.map((reading, index): HistoryPoint => {
    const amount = reading.replace(/[!-]/, '')
    return {
      at: start + index * day,
      ...(amount && { price: eur(amount) }),
      ...(reading.startsWith('!') && { availability: 'OutOfStock' }),
    }
  })
}

interface Expected {
  readonly verdict?: 'honest' | 'inflated' | 'unsupported' | 'unknown'
  readonly patterns?: readonly string[]
  readonly knownDays?: number
  /** The lowest price of the 30 days before the reduction. */
  readonly before?: string
  /** The day the sale that is on began; `none` when none is. */
  readonly sale?: number | 'none'
  readonly depth?: number
}

type Case = readonly [name: string, script: string, wasPrice: string | undefined, expected: Expected]

/** What the analysis says on the day of the last reading, of those things that a case has an opinion on. */
function judged([, script, wasPrice, expected]: Case, offeredSince?: number): Expected {
  const points = read(script)
  const now = points.at(-1)?.at ?? start
  const {
    wasPrice: claim,
    reduction,
    sale,
  } = analyzeHistory(points, {
    now,
    ...(wasPrice !== undefined && { wasPrice: eur(wasPrice) }),
    ...(offeredSince !== undefined && { offeredSince }),
  })
  const said = {
    verdict: claim?.verdict,
    patterns: claim?.patterns ?? [],
    knownDays: claim?.knownDays,
    before: reduction?.lowestBefore && String(Number(reduction.lowestBefore.amount)),
    sale: sale ? (sale.startedAt - start) / day : 'none',
    depth: sale?.depthPercent,
  }
  return Object.fromEntries(Object.keys(expected).map((key) => [key, said[key as keyof Expected]]))
}

/** Article 6a, paragraph 2: the prior price is the lowest of the 30 days before the reduction; Court of Justice, C-330/23 (Aldi Süd). */
const priorPrice: readonly Case[] = [
  ['the price of all 30 days before', '40x100 3x70', '100', { verdict: 'honest', before: '100' }],
  ['a price that was never asked', '40x100 3x70', '120', { verdict: 'inflated', before: '100' }],
  ['less than what was asked', '40x100 3x70', '90', { verdict: 'honest' }],
  ['a cent more than what was asked', '40x100 3x70', '100.01', { verdict: 'inflated' }],
  [
    'the price before an earlier sale, 10 days ago',
    '40x100 7x70 10x100 3x70',
    '100',
    { verdict: 'inflated', before: '70' },
  ],
  ['the price of that earlier sale', '40x100 7x70 10x100 3x60', '70', { verdict: 'honest', before: '70' }],
  [
    'the price before a sale that ended 31 days ago',
    '40x100 7x70 31x100 3x70',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  [
    'the price before a sale that ended 29 days ago',
    '40x100 7x70 29x100 3x70',
    '100',
    { verdict: 'inflated', before: '70' },
  ],
  ['one cheap day among thirty', '40x100 1x80 10x100 3x75', '100', { verdict: 'inflated', before: '80' }],
  [
    'the price before the reduction, 20 days into it',
    '40x100 20x70',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  [
    'the price before the reduction, 50 days into it',
    '40x100 50x70',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  [
    'the price of a week, after a cheaper month',
    '40x80 7x100 3x70',
    '100',
    { verdict: 'inflated', before: '80' },
  ],
  ['the cheaper month before that week', '40x80 7x100 3x70', '80', { verdict: 'honest' }],
  ['a price raised in two steps', '40x100 5x110 5x120 2x90', '120', { verdict: 'inflated', before: '100' }],
]

/** Article 6a, paragraph 5: a reduction that grows without interruption has the prior price of before its first step. */
const progressive: readonly Case[] = [
  [
    'the price before the first of three steps',
    '40x100 5x80 5x70 5x60',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  [
    'more than the price before the first step',
    '40x100 5x80 5x70 5x60',
    '110',
    { verdict: 'inflated', before: '100' },
  ],
  [
    'the price before steps that were interrupted',
    '40x100 5x80 5x100 5x60',
    '100',
    { verdict: 'inflated', before: '80' },
  ],
  [
    'the price before steps that ended within 5 % of it',
    '40x100 5x60 5x96 5x80',
    '100',
    { verdict: 'inflated', before: '60' },
  ],
  [
    'the price before steps with a page unread between',
    '40x100 5x80 2x- 5x60',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  [
    'the price before steps with a stock-out between',
    '40x100 5x80 3x! 5x60',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  [
    'the price before a step that was asked for 30 days itself, the sale going on',
    '40x100 30x80 5x70',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  ['steps of a day each', '40x100 1x95 1x90 1x85 1x80', '100', { verdict: 'honest', before: '100' }],
]

/** Article 6a, paragraph 4, on goods younger than 30 days; and what follows from knowing too little: no verdict. */
const coverage: readonly Case[] = [
  ['ten known days', '10x100 2x80', '100', { verdict: 'unknown', knownDays: 10 }],
  ['eleven known days', '11x100 1x70', '100', { verdict: 'unknown', knownDays: 11 }],
  ['fifteen known days', '15x100 1x70', '100', { verdict: 'honest', knownDays: 15 }],
  [
    'few known days that yet show a lower price',
    '3x90 8x100 1x80',
    '100',
    { verdict: 'inflated', before: '90' },
  ],
  ['a gap of 60 days before the fall', '5x100 60x- 1x70', '100', { verdict: 'unknown', knownDays: 0 }],
  [
    'gaps on either side of one cheap reading',
    '20x100 10x- 1x60 1x100 9x- 1x70',
    '100',
    { verdict: 'inflated', before: '60' },
  ],
  [
    'gaps of three days between readings',
    '1x100 3x- 1x100 3x- 1x100 3x- 1x100 3x- 1x100 3x- 1x100 3x- 1x70',
    '100',
    { verdict: 'unknown', knownDays: 6 },
  ],
  [
    'out of stock for 30 days but for the last ten',
    '30x! 10x100 2x80',
    '100',
    { verdict: 'honest', knownDays: 30 },
  ],
  ['out of stock between two prices', '20x100 10x! 10x100 2x80', '100', { verdict: 'honest', knownDays: 30 }],
  [
    'a low price while out of stock, which nobody could pay',
    '40x100 5x!50 2x80',
    '100',
    { verdict: 'honest', before: '100' },
  ],
  [
    'no price but while out of stock: it was asked of nobody',
    '40x!100 1x70',
    '100',
    { verdict: 'unsupported' },
  ],
]

/** A claim without a reduction: 16 CFR 233.1 (FTC, Guides Against Deceptive Pricing): a former price must have been asked. */
const unsupported: readonly Case[] = [
  ['a price that never was another', '40x70', '100', { verdict: 'unsupported' }],
  ['a price that rose long ago', '40x60 40x70', '100', { verdict: 'unsupported' }],
  ['a price that has just risen', '40x60 5x70', '100', { verdict: 'inflated' }],
  ['a price that fell before, and is nearly back', '40x100 5x60 5x96', '100', { verdict: 'inflated' }],
  ['a price known for five days', '5x70', '100', { verdict: 'unknown' }],
  ['a claim of the present price', '40x100 3x70', '70', { verdict: 'unknown', patterns: [] }],
  ['a claim below the present price', '40x100 3x70', '60', { verdict: 'unknown', patterns: [] }],
]

/** Staged sales: Directive 2005/29/EC, and the Commission's guidance on Article 6a (2021/C 526/02) on raised prices and lasting sales. */
const staged: readonly Case[] = [
  [
    'raised for five days, then cut back',
    '60x100 5x130 2x100',
    '130',
    { verdict: 'inflated', patterns: ['raised-before-cut'], sale: 'none' },
  ],
  [
    'raised for five days, then cut below',
    '60x100 5x130 2x90',
    '130',
    { verdict: 'inflated', patterns: ['raised-before-cut'], depth: 10 },
  ],
  [
    'raised for 29 days, then cut',
    '60x100 29x130 2x100',
    '130',
    { verdict: 'inflated', patterns: ['raised-before-cut'] },
  ],
  [
    'raised for 30 days, then cut: the law looks no further',
    '60x100 30x130 2x110',
    '130',
    { verdict: 'honest', patterns: [] },
  ],
  ['raised by a little, then cut', '60x100 5x103 2x90', '103', { verdict: 'inflated', patterns: [] }],
  [
    'back from a sale, then cut again',
    '60x100 7x70 10x100 2x70',
    '100',
    { verdict: 'inflated', patterns: [] },
  ],
  [
    'cut 150 days ago, after 30 at the full price',
    '30x100 150x70',
    '100',
    { verdict: 'honest', patterns: ['permanent-sale'], sale: 'none' },
  ],
  [
    'full price one day a week',
    Array(20).fill('6x70 1x100').join(' ').concat(' 2x70'),
    '100',
    { verdict: 'inflated', patterns: ['raised-before-cut', 'permanent-sale'] },
  ],
  [
    'full price on half of the days',
    Array(10).fill('7x70 7x100').join(' ').concat(' 2x70'),
    '100',
    { verdict: 'inflated', patterns: ['raised-before-cut'] },
  ],
  ['a long sale after a longer full price', '200x100 60x70', '100', { verdict: 'honest', patterns: [] }],
]

/** Sales against the usual price: what held longest in 90 days (the product's own definition), seen twice, 5 % below. */
const sales: readonly Case[] = [
  ['a fall of 30 %', '40x100 3x70', undefined, { sale: 40, depth: 30 }],
  ['a fall of 5 %', '40x100 1x95', undefined, { sale: 40, depth: 5 }],
  ['a fall of less', '40x100 1x95.01', undefined, { sale: 'none' }],
  ['steps further down', '40x100 3x80 3x60', undefined, { sale: 40, depth: 40 }],
  ['back to the usual price', '40x100 3x70 1x100', undefined, { sale: 'none' }],
  ['out of stock within the sale', '40x100 3x70 5x! 2x70', undefined, { sale: 40, depth: 30 }],
  ['a gap within the sale', '40x100 3x70 20x- 1x70', undefined, { sale: 40, depth: 30 }],
  ['one misread high price before', '20x10 1x1000 3x10', undefined, { sale: 'none' }],
  [
    'the third sale in a row, when its price is the most frequent',
    '20x100 25x70 7x100 25x70 7x100 3x70',
    undefined,
    { sale: 84, depth: 30 },
  ],
  ['a reduced price that has become the usual one', '60x100 47x70', undefined, { sale: 'none' }],
]

describe('scripted histories with known verdicts', () => {
  const all = { priorPrice, progressive, coverage, unsupported, staged, sales }

  it('are sixty', () => {
    expect(Object.values(all).flat()).toHaveLength(60)
  })

  describe.each(Object.entries(all))('%s', (_, cases) => {
    it.each(cases)('%s', (...each) => {
      expect(judged(each)).toEqual(each[3])
    })
  })

  it('a product known to be ten days old has thirty known days: before it was offered it was not for sale', () => {
    const young: Case = ['', '10x100 2x80', '100', { verdict: 'honest', knownDays: 30, before: '100' }]
    expect(judged(young, start)).toEqual(young[3])
  })
})
