import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import { type HistoryPoint, type RuleCondition, simulateRule } from '../index.js'

const day = 86_400_000
const eur = (amount: string) => ({ amount, currency: 'EUR' })

/** One reading a day: a price with its "was" price, `gone` for out of stock, `unread` for a page that gave nothing. */
const daily = (readings: string): readonly HistoryPoint[] =>
  readings.split(' ').map((reading, index): HistoryPoint => {
    const at = index * day
    if (reading === 'unread') return { at }
    if (reading === 'gone') return { at, availability: 'OutOfStock' }
    const [amount = '', currency = 'EUR', was] = reading.split('/')
    const wasPrice = was === undefined ? undefined : { amount: was, currency }
    return { at, price: { amount, currency }, ...defined({ wasPrice }) }
  })

const month = Array<string>(30).fill('100').join(' ')
const weeks = Array<string>(15).fill('49 55').join(' ')
const below: RuleCondition = { kind: 'price-below', price: eur('50'), for: '2d' }

describe('a rule with a least duration', () => {
  it.each<readonly [label: string, rule: RuleCondition, readings: string, days: readonly number[]]>([
    ['at the first reading at which it has held', below, '60 49 48 47 46', [3]],
    ['also where that is later than the duration', { ...below, for: '36h' }, '60 49 48 47', [3]],
    ['once, and again after it was false and held anew', below, '49 49 49 49 60 40 40 40', [2, 7]],
    ['never while it flaps', below, weeks, []],
    ['from the reading at which it is true again', below, '60 49 55 49 49 49', [5]],
    ['after a price just above the limit anew', below, '50 50.40 49 48 48', [4]],
    ['across a page that could not be read', below, '60 49 unread 49', [3]],
    ['not at a page that could not be read', below, '60 49 49 unread', []],
    ['anew after a stock-out', below, '60 49 gone 49 49 49', [5]],
    ['across a price that did not come again', below, '60 60 49 4900 49', [4]],
    ['not across one that was confirmed', below, '60 60 49 200 200 49 49 49 49', [8]],
    ['across a price in another currency', below, '60 49 45/USD 49', [3]],
    ['anew in every currency after a stock-out', below, '60 49 55/USD gone 55/USD 49', []],
    ['at readings that are rare', below, `60 49 ${'unread '.repeat(20)}49`, [22]],
    ['of drops', { kind: 'drops-by', percent: 10, for: '2d' }, '100 90 95 90 85 89', [5]],
    ['of rises', { kind: 'rises-by', amount: eur('5'), for: '2d' }, '100 106 100 106 107 105', [5]],
    ['of changes that stay', { kind: 'changes', for: '2d' }, '100 95 100 95 95 95', [5]],
    ['of changes that go on', { kind: 'changes', for: '2d' }, '100 99 98 97', [3]],
    ['of lows', { kind: 'new-low', days: 30, for: '2d' }, `${month} 90 90 90 90`, [32]],
    ['of lows that move', { kind: 'new-low', days: 30, for: '2d' }, `${month} 90 93 92`, [32]],
    ['of lows that come back', { kind: 'new-low', days: 30, for: '2d' }, `${month} 90 100 90 90 90`, [34]],
    ['of lows that flap', { kind: 'new-low', days: 30, for: '2d' }, `${month}${' 90 100'.repeat(9)}`, []],
    ['of an old low', { kind: 'new-low', days: 30, for: '2d' }, `${month} ${month}`, []],
    ['of stock', { kind: 'back-in-stock', for: '2d' }, 'gone 50 gone 50 unread 50', [5]],
    ['of sales', { kind: 'sale-starts', for: '2d' }, `${month} 70 100 60 60 60`, [34]],
    ['of ends of sales', { kind: 'sale-ends', for: '2d' }, `${month} 70 100 60 100 100 100`, [35]],
    ['of claims', { kind: 'was-price-inflated', for: '2d' }, `${month}${' 80/EUR/140'.repeat(3)}`, [32]],
  ])('fires %s', (_, rule, readings, days) => {
    expect(simulateRule(rule, daily(readings)).map(({ at }) => at / day)).toEqual(days)
  })

  it('says since when it has held', () => {
    const reason = (rule: RuleCondition, readings: string) => simulateRule(rule, daily(readings))[0]?.reason
    expect(reason({ kind: 'drops-by', percent: 10, for: '2d' }, '100 90 85 89')).toBe(
      'it dropped by 11 %, from 100.00 EUR to 89.00 EUR; this has held since 1970-01-02',
    )
    expect(reason({ kind: 'new-low', days: 30, for: '2d' }, `${month} 90 93 92`)).toBe(
      '92.00 EUR is as low as any price of the 30 days before; it was 100.00 EUR; this has held since 1970-01-31',
    )
  })

  it('fires exactly where every price of its time is at the limit or below, whenever readings come', () => {
    const reading = fc.record({ hours: fc.integer({ min: 1, max: 60 }), price: fc.constantFrom(40, 50, 60) })
    fc.assert(
      fc.property(
        fc.array(reading, { maxLength: 40 }),
        fc.integer({ min: 1, max: 90 }),
        (readings, hours) => {
          let at = 0
          const points = readings.map(({ hours: after, price }) => {
            at += after * 3_600_000
            return { at, price: eur(String(price)) }
          })
          const [first] = simulateRule({ ...below, for: `${hours}h` }, points)
          const since = (index: number): number => {
            const last = points.slice(0, index + 1).findLastIndex(({ price }) => price.amount === '60')
            return points[last + 1]?.at ?? Number.POSITIVE_INFINITY
          }
          const expected = points.find((point, index) => point.at - since(index) >= hours * 3_600_000)
          expect(first?.at).toBe(expected?.at)
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    [{ ...below, for: '2 days' }, /for: expected a duration such as '12h' or '2d'/],
    [{ ...below, for: 2 }, /for: expected a duration/],
    [{ ...below, for: '366d' }, /for: .* at most 365 days/],
    [{ kind: 'new-low', days: 3, for: '2d' }, /for: expected at most half of the `days`/],
  ])('is refused for %j', (rule, message) => {
    const call = () => simulateRule(rule as RuleCondition, [])
    expect(call).toThrow(ValidationError)
    expect(call).toThrow(message)
  })
})
