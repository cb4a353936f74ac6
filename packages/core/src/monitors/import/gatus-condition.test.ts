import { describe, expect, it } from 'vitest'
import {
  boundsOf,
  type Condition,
  numberOf,
  parseCondition,
  statusesOf,
  wantedOf,
} from './gatus-condition.js'

const statuses = (...texts: string[]) => statusesOf(texts.map((text) => parseCondition(text) as Condition))

describe('a condition of Gatus', () => {
  // The examples of Gatus' README, and what its own tests expect of them (config/endpoint/condition_test.go).
  it.each([
    [['[STATUS] == 200'], [[200, 200]]],
    [['[STATUS] < 300'], [[100, 299]]],
    [['[STATUS] >= 200', '[STATUS] < 400'], [[200, 399]]],
    [
      ['[STATUS] == any(200, 429)'],
      [
        [200, 200],
        [429, 429],
      ],
    ],
    [
      ['[STATUS] != 404'],
      [
        [100, 403],
        [405, 599],
      ],
    ],
    [['[status] == pat(2*)'], [[200, 299]]],
    [['[STATUS] == any(2xx)'], []],
    [['[STATUS] > 599'], []],
    [[], [[100, 599]]],
  ])('%j accepts the statuses %j', (texts, expected) => {
    expect(statuses(...texts)).toEqual(expected)
  })

  it.each([
    ['[BODY].user.name == john', { subject: 'body', path: '.user.name', operator: '==', value: 'john' }],
    ['len([BODY].data) < 5', { subject: 'body', path: '.data', function: 'len', operator: '<', value: '5' }],
    ['has([BODY].errors) == false', { subject: 'body', path: '.errors', function: 'has', value: 'false' }],
    ['[BODY][0].ready == true', { subject: 'body', path: '[0].ready' }],
    ['[CERTIFICATE_EXPIRATION] > 48h', { subject: 'certificate', operator: '>', value: '48h' }],
    ['[STATUS]  ==  200', { subject: 'status', operator: '==', value: '200' }],
    ['[BODY] == a != b', { subject: 'body', operator: '==', value: 'a != b' }],
  ])('reads %s', (text, expected) => {
    expect(parseCondition(text)).toMatchObject(expected)
  })

  it.each([
    '[STATUS]==200',
    '[STATUS]',
    '[BODY] == hello == world',
    '[BODY].age == [BODY].id',
    'raw == raw',
    'len([BODY].items > 3',
    '[STATUS].x == 1',
    `[BODY] == ${'x'.repeat(1_000)}`,
  ])('reads nothing into %s', (text) => {
    expect(parseCondition(text)).toBeUndefined()
  })

  it('knows one of several, patterns, durations and bounds', () => {
    expect(wantedOf('any(1.1.1.1,1.0.0.1)')).toEqual({ oneOf: ['1.1.1.1', '1.0.0.1'] })
    expect(wantedOf('pat(*a.b?)')).toEqual({ pattern: '(?s)^.*a\\.b.$' })
    expect([numberOf('1h'), numberOf('500'), numberOf('soon'), numberOf('')]).toEqual([
      3_600_000,
      500,
      undefined,
      undefined,
    ])
    expect([boundsOf('<', 5), boundsOf('>', 5), boundsOf('<', 5, 0), boundsOf('!=', 5)]).toEqual([
      { atMost: 4 },
      { atLeast: 6 },
      { atMost: 5 },
      undefined,
    ])
  })
})
