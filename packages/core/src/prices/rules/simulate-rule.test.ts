import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Availability, type HistoryPoint, type RuleCondition, simulateRule } from '../index.js'
import { initialState, matchRule } from './match-rule.js'
import { createRuleContext } from './rule-context.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const day = 86_400_000
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const rules: readonly RuleCondition[] = [
  { kind: 'price-below', price: eur('80') },
  { kind: 'drops-by', percent: 10 },
  { kind: 'rises-by', amount: eur('9') },
  { kind: 'changes' },
  { kind: 'new-low', days: 30 },
  { kind: 'back-in-stock', price: eur('90') },
  { kind: 'back-in-stock', includes: ['BackOrder'] },
  { kind: 'sale-starts' },
  { kind: 'sale-ends' },
  { kind: 'was-price-inflated' },
]

/** Matches a rule as the service does: after each reading with the readings so far, and with the stored state. */
function firedLive(rule: RuleCondition, points: readonly HistoryPoint[]): readonly unknown[] {
  const fired: unknown[] = []
  let stored = ''
  for (const [index, point] of points.entries()) {
    const facts = createRuleContext(points.slice(0, index + 1), point)
    const state = stored === '' ? initialState(rule, facts) : JSON.parse(stored)
    const match = matchRule(rule, state, facts)
    stored = JSON.stringify(match.state)
    if (match.reason !== undefined) fired.push({ at: point.at, point, reason: match.reason })
  }
  return fired
}

/** The availabilities of pages without a price. */
const availabilities: Readonly<Record<string, Availability>> = {
  gone: 'OutOfStock',
  ordered: 'BackOrder',
  there: 'InStock',
}

/** Prices that stay for days, some of them misread, pages that cannot be read, stock-outs, claims, gaps and, now and then, another currency. */
const history = fc
  .array(
    fc.record({
      days: fc.integer({ min: 1, max: 25 }),
      amount: fc.constantFrom(
        '100',
        '100',
        '100',
        '99',
        '95',
        '89',
        '80',
        '70',
        '130',
        '0.01',
        '900',
        'unread',
        'gone',
        'ordered',
        'there',
      ),
      wasPrice: fc.option(fc.constantFrom('100', '130', '160')),
      gapDays: fc.constantFrom(0, 0, 0, 3, 20),
      currency: fc.constantFrom(...Array<string>(14).fill('EUR'), 'USD'),
    }),
    { maxLength: 8 },
  )
  .map((stretches) => {
    let at = 0
    return stretches.flatMap(({ days, amount, wasPrice, gapDays, currency }) => {
      at += gapDays * day
      return Array.from({ length: days }, (): HistoryPoint => {
        at += day
        if (amount === 'unread') return { at }
        const availability = availabilities[amount]
        if (availability) return { at, availability }
        const was = wasPrice === null ? {} : { wasPrice: { amount: wasPrice, currency } }
        return { at, price: { amount, currency }, ...was }
      })
    })
  })

describe.each(rules)('a simulated rule of $kind', (rule) => {
  it('fires at the same observations and for the same reasons as the rule does live', () => {
    fc.assert(
      fc.property(history, (points) => {
        expect(simulateRule(rule, points)).toEqual(firedLive(rule, points))
      }),
      { ...limits, numRuns: 25 },
    )
  })

  it('fires live as simulated where it has to hold for three days', () => {
    fc.assert(
      fc.property(history, (points) => {
        const held = { ...rule, for: '3d' } as const
        expect(simulateRule(held, points)).toEqual(firedLive(held, points))
      }),
      { ...limits, numRuns: 25 },
    )
  })

  it('never fires at an unread page, and fires the same without such pages', () => {
    fc.assert(
      fc.property(history, (points) => {
        const isRead = ({ price, availability }: HistoryPoint) => Boolean(price ?? availability)
        const firings = simulateRule(rule, points)
        expect(firings.filter(({ point }) => !isRead(point))).toEqual([])
        // What is known of the days between is another thing: only rules that ask of nothing but the prices are alike.
        if (rule.kind === 'price-below' || rule.kind === 'drops-by' || rule.kind === 'back-in-stock')
          expect(simulateRule(rule, points.filter(isRead))).toEqual(firings)
      }),
      { ...limits, numRuns: 25 },
    )
  })
})

describe('simulating a rule on 2,000 readings', () => {
  it('takes little more for the rule that asks the most', () => {
    const prices = ['100', '120', '95', '110']
    const points = Array.from(
      { length: 2_000 },
      (_, index): HistoryPoint => ({
        at: (index * day) / 8,
        price: eur(prices[Math.floor(index / 3) % 4] ?? '100'),
        wasPrice: eur('140'),
      }),
    )
    const cpuOf = (rule: RuleCondition): number => {
      const before = process.cpuUsage()
      simulateRule(rule, points)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    }
    cpuOf({ kind: 'was-price-inflated' })
    // It took 4,700 ms when each reading was judged from the whole history before it.
    expect(Math.min(...[1, 2, 3].map(() => cpuOf({ kind: 'was-price-inflated' })))).toBeLessThan(200)
  })
})
