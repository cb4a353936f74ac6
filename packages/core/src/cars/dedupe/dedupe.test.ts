import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupListings, linkListings, listingHistory } from '../index.js'
import type { Listing } from '../vehicle/index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const camry = {
  make: 'Toyota',
  model: 'Camry',
  year: 2012,
  trim: 'LE',
  color: 'silver',
  state: 'GA',
  mileageMiles: 71_204,
} as const
const vin = '4T1BF1FK8CU030085'
const otherVin = '4T1BE32KX6U663308'
const show = (source: string, externalId: string, members: Partial<Listing> = {}): Listing => ({
  ...camry,
  ...members,
  source,
  externalId,
})
const first = show('a', '1')
const second = show('b', '9')
const names = (listings: readonly Listing[]) => listings.map(({ source, externalId }) => source + externalId)

describe('linkListings', () => {
  it('links what has one VIN, whatever else is said', () => {
    const links = linkListings([
      show('a', '1', { vin, mileageMiles: 10 }),
      show('b', '9', { vin, mileageMiles: 90_000, color: 'red' }),
    ])
    expect(links).toEqual([
      {
        a: { source: 'a', externalId: '1' },
        b: { source: 'b', externalId: '9' },
        basis: 'vin',
        probability: 1,
        evidence: [],
      },
    ])
  })

  it('never links what has two VINs, nor cars of two years', () => {
    expect(linkListings([show('a', '1', { vin }), show('b', '9', { vin: otherVin })])).toEqual([])
    expect(linkListings([first, show('b', '9', { year: 2013 })])).toEqual([])
    expect(linkListings([first, { source: 'b', externalId: '9' }])).toEqual([])
  })

  it.each<[string, Partial<Listing>]>([
    ['a year that is off by one', { year: 2013 }],
    ['a year that was mistyped, since the check digit is right', { year: 2021 }],
    ['a shorter name of the model', { model: 'Silverado', make: 'Chevrolet' }],
    ['a name that is missing', { model: '', make: 'Chevrolet' }],
  ])('links what has one VIN, also with %s', (_what, members) => {
    const own = members.make ? { vin, make: 'Chevrolet', model: 'Silverado 1500' } : { vin }
    const links = linkListings([show('a', '1', own), show('b', '9', { vin, ...members })])
    expect(links.map(({ basis }) => basis)).toEqual(['vin'])
  })

  it('takes five new cars of one dealer for five', () => {
    const civics = [3, 5, 5, 7, 8].map((mileageMiles, i) =>
      show('dealer', `${i}`, { make: 'Honda', model: 'Civic', year: 2025, mileageMiles, color: 'white' }),
    )
    expect(groupListings(civics, linkListings(civics))).toHaveLength(5)
    const elsewhere = civics.map((civic) => ({ ...civic, source: 'market' }))
    expect(groupListings([...civics, ...elsewhere], linkListings([...civics, ...elsewhere]))).toHaveLength(10)
  })

  it('takes a stock photograph, and words for what is not known, for no evidence', () => {
    const near = { mileageMiles: 71_644 }
    const of = (a: Partial<Listing>, b: Partial<Listing>, more: readonly Listing[] = []) => {
      const all = [show('a', '1', a), show('b', '9', { ...near, ...b }), ...more]
      return groupListings(all, linkListings(all)).length - more.length
    }
    const photo = { images: ['https://img.example/camry.jpg'] }
    const three = { images: [1, 2, 3].map((n) => `https://img.example/car-71204/${n}.jpg`) }
    const stock = { images: [1, 2, 3].map((n) => `https://img.example/stock/${n}.jpg`) }
    expect([of(photo, photo), of(stock, stock), of(three, three)]).toEqual([2, 2, 1])
    const other = show('c', '3', { ...three, year: 2015 })
    expect(of(three, three, [other])).toBe(2)
    const unknown = linkListings([show('a', '1', { trim: '-' }), show('b', '9', { trim: '-' })], {
      minProbability: 0,
    })
    expect(unknown[0]?.evidence.map(({ name }) => name)).not.toContain('trim')
  })

  it('takes a listing that is handed in twice for one', () => {
    expect(linkListings([first, first])).toEqual([])
    expect(groupListings([first, first, second], [])).toEqual([[first, first], [second]])
  })

  it('keeps the links of a VIN that one other listing has copied', () => {
    const shown = ['1', '2', '3'].map((id) => show('a', id, { vin }))
    const copied = show('b', '9', { vin, make: 'Honda', model: 'Civic' })
    expect(
      groupListings([...shown, copied], linkListings([...shown, copied])).map(({ length }) => length),
    ).toEqual([3, 1])
  })

  it('takes a VIN that stands on different cars for none', () => {
    const placeholder = '11111111111111111'
    const civic = show('c', '3', { make: 'Honda', model: 'Civic', vin: placeholder, mileageMiles: 5_000 })
    const links = linkListings([
      show('a', '1', { vin: placeholder, mileageMiles: 20_000 }),
      show('b', '9', { vin: placeholder, mileageMiles: 120_000 }),
      civic,
    ])
    expect(links).toEqual([])
  })

  it('links without a VIN with the probability that the evidence gives, and shows it', () => {
    const [link] = linkListings([first, second], { duplicateRate: 0.01 })
    // The odds of 1 to 99, times 0.315 / 0.000076, 0.883 / 0.412, 0.883 / 0.158 and 0.752 / 0.128 by the table.
    const odds = (1 / 99) * (0.315 / 0.000_076) * (0.883 / 0.412) * (0.883 / 0.158) * (0.752 / 0.128)
    expect(link?.probability).toBeCloseTo(odds / (1 + odds), 12)
    expect(link?.basis).toBe('evidence')
    expect(link?.evidence.map(({ description }) => description)).toEqual([
      '0 miles apart',
      'the same trim: LE',
      'the same color: silver',
      'the same place: GA',
    ])
  })

  const probability = (a: Partial<Listing>, b: Partial<Listing>, more: readonly Listing[] = []) =>
    linkListings([show('a', '1', a), show('b', '9', b), ...more], { minProbability: 0 })[0]?.probability ?? 0

  it.each([
    ['a colour that differs', {}, { color: 'red' }],
    ['mileage that is farther apart', {}, { mileageMiles: 71_404 }],
    ['round figures', { mileageMiles: 70_000 }, { mileageMiles: 70_000 }],
    ['another fuel', { fuel: 'gasoline' }, { fuel: 'hybrid' }],
    [
      'a price that is far off',
      { price: { amount: '9000', currency: 'USD' } },
      { price: { amount: '12000', currency: 'USD' } },
    ],
  ] as const)('is less sure with %s', (_what, a, b) => {
    expect(probability(a, b)).toBeLessThan(probability({}, {}))
  })

  it('is surer with an image in common, and less sure where one source shows both at a time', () => {
    const images = { images: ['https://a.example/1.jpg'] }
    expect(probability(images, images)).toBeGreaterThan(probability({}, {}))
    const span = { firstSeenAt: 0, lastSeenAt: 10 }
    const both = [show('a', '1', span), show('a', '2', { firstSeenAt: 5 })]
    const oneAfter = [show('a', '1', span), show('a', '2', { firstSeenAt: 11 })]
    const of = (listings: readonly Listing[]) => linkListings(listings)[0]
    expect(of(both)?.evidence.at(-1)?.description).toBe('a shows both at the same time')
    expect(of(both)?.probability ?? 1).toBeLessThan(of(oneAfter)?.probability ?? 0)
  })

  it('is less sure the more cars of the model there are, and where another listing fits better', () => {
    const others = Array.from({ length: 50 }, (_, i) =>
      show('c', `${i}`, { mileageMiles: 150_000 + i * 6_000 }),
    )
    expect(probability({}, {}, others)).toBeLessThan(probability({}, {}))
    // The second is 30 miles off; the third is off by nothing, and sure to be another car than the second.
    const near = { mileageMiles: 71_234 }
    const rival = show('c', '5', { color: 'silver' })
    const links = linkListings([first, show('b', '9', { ...near, color: 'red', vin }), rival], {
      minProbability: 0,
    })
    const alone = linkListings([first, show('b', '9', { ...near, color: 'red', vin })], {
      minProbability: 0,
    })
    const ofSecond = links.find(({ a, b }) => a.source === 'a' && b.source === 'b')
    expect(ofSecond?.probability ?? 1).toBeLessThan(alone[0]?.probability ?? 0)
  })

  it('gives probabilities, and the same links in whatever order the listings come', () => {
    const listing = fc.record({
      mileageMiles: fc.integer({ min: 40_000, max: 40_060 }),
      color: fc.constantFrom('red', 'blue'),
      state: fc.constantFrom('GA', 'FL'),
    })
    fc.assert(
      fc.property(fc.array(listing, { minLength: 2, maxLength: 8 }), (members) => {
        const listings = members.map((each, i) => show('a', `${i}`, each))
        const seen = (links: ReturnType<typeof linkListings>) =>
          links
            .map(
              ({ a, b, probability: p }) =>
                `${[a.externalId, b.externalId].sort().join('-')} ${p.toFixed(9)}`,
            )
            .sort()
        const links = linkListings(listings, { minProbability: 0.1 })
        expect(seen(linkListings(listings.toReversed(), { minProbability: 0.1 }))).toEqual(seen(links))
        for (const { probability: p } of links) expect(p >= 0.1 && p <= 1).toBe(true)
      }),
      timeLimit,
    )
  })

  it.each([[{ minProbability: 2 }], [{ duplicateRate: 0 }], [{ merge: true }]])('refuses %j', (options) => {
    expect(() => linkListings([], options as object)).toThrow(/linkListings/)
  })
})

describe('groupListings', () => {
  const listings = [first, second, show('c', '5', { mileageMiles: 71_204 }), show('d', '7', { color: 'red' })]
  const links = linkListings(listings.slice(0, 3))
  const [a, b, c, d] = listings.map(({ source, externalId }) => ({ source, externalId })) as [
    Listing,
    Listing,
    Listing,
    Listing,
  ]

  it('puts listings of one car together and leaves them as they are', () => {
    const groups = groupListings(listings, links)
    expect(groups.map(names)).toEqual([['a1', 'b9', 'c5'], ['d7']])
    expect(groups[0]?.[0]).toBe(first)
  })

  it('is undone by saying that two are apart, and done again by taking that back', () => {
    const parted = groupListings(listings, links, { apart: [[a, b]] })
    expect(parted.find((group) => names(group).includes('a1'))).not.toContain(second)
    expect(parted.flat()).toHaveLength(4)
    expect(groupListings(listings, links, { apart: [] })).toEqual(groupListings(listings, links))
  })

  it('takes a person’s word that two are one, and passes over links that are too weak', () => {
    const [all = [], ...rest] = groupListings(listings, links, { together: [[c, d]] })
    expect(names(all).sort()).toEqual(['a1', 'b9', 'c5', 'd7'])
    expect(rest).toEqual([])
    const weak = links.map((link) => ({ ...link, probability: 0.6 }))
    expect(groupListings(listings, weak)).toHaveLength(4)
    expect(groupListings(listings, weak, { minProbability: 0.5 })).toHaveLength(2)
  })

  it('never puts two VINs together through a third listing', () => {
    const known = [show('a', '1', { vin }), show('b', '9'), show('c', '5', { vin: otherVin })]
    const between = linkListings(known, { minProbability: 0.1 }).map((link) => ({
      ...link,
      probability: 0.99,
    }))
    expect(between).toHaveLength(2)
    for (const group of groupListings(known, between))
      expect(new Set(group.flatMap((each) => each.vin ?? [])).size).toBeLessThan(2)
  })

  it('holds every listing once, whatever is apart', () => {
    const refs = fc.integer({ min: 0, max: 3 })
    fc.assert(
      fc.property(fc.array(fc.tuple(refs, refs), { maxLength: 4 }), (given) => {
        const apart = given
          .filter(([x, y]) => x !== y)
          .map(([x, y]) => [listings[x] ?? first, listings[y] ?? first] as const)
        const groups = groupListings(listings, links, { apart })
        expect(names(groups.flat()).sort()).toEqual(['a1', 'b9', 'c5', 'd7'])
        for (const [x, y] of apart)
          for (const group of groups) expect(group.includes(x) && group.includes(y)).toBe(false)
      }),
      timeLimit,
    )
  })

  it('passes over links to listings that are not there', () => {
    expect(groupListings([first], links)).toEqual([[first]])
  })
})

describe('listingHistory', () => {
  const day = 86_400_000
  const price = (amount: string) => ({ amount, currency: 'USD' })

  it('says since when a car is really for sale, and where it was listed again', () => {
    const history = listingHistory([
      show('a', '7', {
        firstSeenAt: 33 * day,
        lastSeenAt: 40 * day,
        price: price('8900.00'),
        status: 'active',
      }),
      show('a', '1', { firstSeenAt: 0, lastSeenAt: 30 * day, price: price('9500.00'), status: 'gone' }),
      show('b', '9', { firstSeenAt: 10 * day, price: price('9400.00') }),
    ])
    expect(history).toMatchObject({ firstSeenAt: 0, lastSeenAt: 40 * day, daysListed: 40, isActive: true })
    expect(history.relists).toEqual([
      { earlier: { source: 'a', externalId: '1' }, later: { source: 'a', externalId: '7' }, gapMs: 3 * day },
    ])
    expect(history.prices.map(({ price: asked }) => asked.amount)).toEqual(['9500.00', '9400.00', '8900.00'])
  })

  it('is no re-list while an earlier listing still stands, or of another source', () => {
    const standing = [
      show('a', '1', { firstSeenAt: 0, lastSeenAt: 30 * day }),
      show('a', '2', { firstSeenAt: day }),
    ]
    expect(listingHistory(standing).relists).toEqual([])
    expect(listingHistory([first, second])).toEqual({ relists: [], prices: [] })
  })
})
