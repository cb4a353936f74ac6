import { describe, expect, it } from 'vitest'
import { createRuleContext } from '../prices/rules/rule-context.js'
import type { AlertCondition } from './condition.js'
import { alertConditionCheck, subjectKindOf } from './condition-check.js'
import { type FiringRule, matchSubject } from './match-subject.js'
import type { MonitorFacts, RuleFacts, SourceFacts } from './rule-facts.js'
import type { SubjectState } from './subject-state.js'
import { when } from './when.js'

const minute = 60_000
const timeout = { kind: 'timeout', message: 'no answer in 5 s' } as const

/** A check that succeeds, at a minute. */
const up = (index: number, more: Partial<MonitorFacts> = {}): MonitorFacts => ({
  kind: 'monitor',
  at: index * minute,
  latencyMs: 40,
  tier: 'SONIC',
  failedChecks: 0,
  isDown: false,
  isRecovered: false,
  isDegraded: false,
  ...more,
})

const down = (index: number, more: Partial<MonitorFacts> = {}): MonitorFacts =>
  up(index, { failure: timeout, failedChecks: 3, isDown: true, tier: 'EGGMAN', ...more })

/** Matches observations one after the other, as the service does, and returns what was told. */
function told(rule: Partial<FiringRule> & Pick<FiringRule, 'condition'>, facts: readonly RuleFacts[]) {
  let state: SubjectState | undefined
  const edges: string[] = []
  for (const each of facts) {
    const match = matchSubject({ revision: 1, ...rule }, state, each)
    state = match.state
    if (match.edge?.effect === 'started') state = { ...state, alertId: 'a' }
    if (match.edge) edges.push(`${each.at / minute} ${match.edge.effect}: ${match.edge.reason}`)
  }
  return edges
}

describe('a rule on a monitor', () => {
  const rows: readonly [
    string,
    Partial<FiringRule> & Pick<FiringRule, 'condition'>,
    MonitorFacts[],
    string[],
  ][] = [
    [
      'tells once that it is down, and once that it works again',
      { condition: when.down() },
      [up(0), down(1), down(2), up(3), up(4)],
      ['1 started: 3 checks in a row failed: no answer in 5 s', '3 ended: it works again'],
    ],
    [
      'made while it is down tells at the next check',
      { condition: when.down() },
      [down(0)],
      ['0 started: 3 checks in a row failed: no answer in 5 s'],
    ],
    [
      'waits until the condition has held for its time',
      { condition: when.down({ for: '2m' }) },
      [down(0), up(1), down(2), down(3), down(4)],
      ['4 started: 3 checks in a row failed: no answer in 5 s'],
    ],
    [
      'tells of another tier of those it asks for',
      { condition: when.tierReached(['KNUCKLES', 'EGGMAN']) },
      [up(0), up(1, { tier: 'KNUCKLES' }), up(2, { tier: 'EGGMAN' }), up(3)],
      ['1 started: it is KNUCKLES', '2 changed: it is EGGMAN', '3 ended: it is SONIC'],
    ],
    [
      'on leaving a tier fires once it was in it',
      { condition: when.tierLeft('SONIC') },
      [up(0, { tier: 'EGGMAN' }), up(1), up(2, { tier: 'EGGMAN', previousTier: 'SONIC' })],
      ['2 started: it is EGGMAN, no more SONIC'],
    ],
    [
      'cools down from one alert to the next',
      { condition: when.down(), coolDownMs: 3 * minute },
      [down(0), up(1), down(2), up(3), down(4)],
      [
        '0 started: 3 checks in a row failed: no answer in 5 s',
        '1 ended: it works again',
        '4 started: 3 checks in a row failed: no answer in 5 s',
      ],
    ],
    [
      'ends only after it was clear for its time',
      { condition: when.down(), rearmAfterMs: 2 * minute },
      [down(0), up(1), down(2), up(3), up(4), up(5)],
      ['0 started: 3 checks in a row failed: no answer in 5 s', '5 ended: it works again'],
    ],
    [
      'counts failures among the last checks',
      { condition: when.failures(2, { of: 4 }) },
      [down(0), up(1), down(2), up(3), up(4)],
      ['2 started: 2 of the last 3 checks failed', '4 ended: its checks succeed again'],
    ],
    [
      'forgets failures outside of its window',
      { condition: when.failures(2, { of: 10, within: '2m' }) },
      [down(0), up(1), down(2), down(3)],
      ['3 started: 2 of the last 2 checks failed'],
    ],
    [
      'compares the median of five checks with the usual latency, and does not flap at the border',
      { condition: when.slowerThanUsual(50) },
      [40, 40, 40, 40, 40, 61, 61, 61, 55, 55, 55, 49, 49, 49].map((latencyMs, index) =>
        up(index, { latencyMs, usualMs: 40 }),
      ),
      ['7 started: it takes 61 ms, usually 40 ms at this hour', '13 ended: it is as fast as usual again'],
    ],
    [
      'tells of a certificate that ends',
      { condition: when.certificateEnding('14d') },
      [
        up(0, { certificateExpiresAt: 14 * 86_400_000 + 1 }),
        up(1, { certificateExpiresAt: 13.5 * 86_400_000 }),
      ],
      ['1 started: its certificate ends in 13 days'],
    ],
    [
      'joins conditions, and keeps what cannot be judged as it was',
      { condition: when.all(when.down(), when.not(when.certificateEnding('1d'))) },
      [down(0), down(1, { certificateExpiresAt: 86_400_000 * 9 }), down(2), up(3)],
      ['1 started: 3 checks in a row failed: no answer in 5 s', '3 ended: its condition is not met any more'],
    ],
    [
      'fires at a recovery alone',
      { condition: when.recovered() },
      [down(0), up(1, { isRecovered: true }), up(2)],
      ['1 fired: it works again'],
    ],
  ]
  it.each(rows)('%s', (_, rule, facts, expected) => expect(told(rule, facts)).toEqual(expected))
})

describe('a rule on a product', () => {
  const euros = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })

  /** The facts of readings, a day apart. */
  function readings(prices: readonly number[]): RuleFacts[] {
    const points = prices.map((price, index) => ({ at: index * 1_440 * minute, price: euros(price) }))
    return points.map((point, index) => ({
      kind: 'product',
      at: point.at,
      prices: createRuleContext(points.slice(0, index + 1), point),
      pricesBefore: () => {
        const before = points[index - 1]
        return before && createRuleContext(points.slice(0, index), before)
      },
    }))
  }

  it('begins at the reading before it, so that the first drop counts', () => {
    const drops = { condition: when.dropsBy({ percent: 10 }) } as const
    expect(told(drops, readings([100, 88]).slice(1))).toHaveLength(1)
  })

  it('fires when several conditions begin to hold together', () => {
    const both = when.all(when.priceBelow(euros(50)), when.newLow(4))
    expect(told({ condition: both }, readings([60, 60, 60, 60, 60, 45, 45, 60]))).toEqual([
      `${5 * 1_440} fired: it costs 45.00 EUR, at or below 50.00 EUR, and 45.00 EUR is the lowest price in 4 days; it was 60.00 EUR`,
    ])
  })
})

describe('the condition of a rule', () => {
  const issuesOf = (condition: unknown) => {
    const issues: { path: (string | number)[]; message: string }[] = []
    alertConditionCheck(condition, issues)
    return issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  }
  const deep = (levels: number): AlertCondition => (levels === 0 ? when.down() : when.not(deep(levels - 1)))

  it.each<[AlertCondition, string]>([
    [when.any(when.down(), when.heartbeatMissed()), 'monitor'],
    [when.honestSale(), 'product'],
    [{ kind: 'budget-reached', percent: 80 }, 'source'],
    [deep(4), 'monitor'],
  ])('%j is about a %s', (condition, kind) => {
    expect(issuesOf(JSON.parse(JSON.stringify(condition)))).toEqual([])
    expect(subjectKindOf(condition)).toBe(kind)
  })

  it.each<[unknown, RegExp]>([
    [undefined, /expected an object/],
    [{ kind: 'on-fire' }, /^kind expected a kind of condition/],
    [{ kind: 'tier-reached' }, /^tier is required/],
    [{ kind: 'down', four: 1 }, /unknown option 'four'/],
    [{ kind: 'failures', count: 3, of: 2 }, /^count expected at most as many failures as checks/],
    [{ kind: 'and', of: [] }, /^of expected at least one condition/],
    [{ kind: 'and', of: [when.down(), when.saleStarts()] }, /one kind of subject/],
    [{ kind: 'or', of: [{ kind: 'new-low', days: 0 }] }, /^of\.0\.days/],
    [deep(5), /at most 5 levels/],
    [when.any(...Array.from({ length: 21 }, () => when.down())), /at most 20 conditions/],
  ])('%j is refused', (condition, words) => expect(issuesOf(condition).join('\n')).toMatch(words))
})

describe('a rule on a source', () => {
  const source = (
    minutes: number,
    about: SourceFacts['about'],
    more: Partial<SourceFacts> = {},
  ): SourceFacts => ({
    kind: 'source',
    at: minutes * minute,
    about,
    source: 'marketcheck',
    holds: true,
    reason: 'it fails',
    ...more,
  })

  it.each<[string, AlertCondition, SourceFacts[], string[]]>([
    [
      'lasts until the source answers again, and hears nothing of others',
      { kind: 'source-degraded', source: 'marketcheck' },
      [
        source(0, 'source-degraded', { source: 'kbb' }),
        source(1, 'source-degraded'),
        source(2, 'source-critical'),
        source(3, 'source-degraded', { holds: false }),
      ],
      ['1 started: it fails', '3 ended: it answers again'],
    ],
    [
      'fires at each share of a budget from the one it asks for',
      { kind: 'budget-reached', percent: 80 },
      [50, 80, 100].map((percent, index) => source(index, 'budget-reached', { percent })),
      ['1 fired: it fails', '2 fired: it fails'],
    ],
  ])('%s', (_, condition, facts, expected) => expect(told({ condition }, facts)).toEqual(expected))
})
