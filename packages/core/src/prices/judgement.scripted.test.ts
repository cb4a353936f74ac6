import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import { analyzeHistory, detectSales, type HistoryPoint, type RuleCondition, simulateRule } from './index.js'

const day = 86_400_000
const start = Date.UTC(2025, 0, 1)

interface Script {
  readonly name: string
  readonly points: readonly HistoryPoint[]
  readonly stepMs: number
  /** The days on which each rule fires, or `any`. */
  readonly alerts: Readonly<Record<string, string>>
  readonly said: Readonly<Record<string, string>>
}

/** Writes the parts in brackets out as often as they are said to be repeated. */
const writtenOut = (readings: string): string =>
  readings.replace(/(\d+)\*\(([^)]*)\)/g, (_, count, parts) => Array(Number(count)).fill(parts).join(' '))

const pricesOf = (part: string): readonly string[] => {
  const [count, reading = ''] = part.split('x')
  return Array.from({ length: Number(count) }, (_, index) => {
    const weeks = Math.floor(index / 7)
    if (reading === 'falls') return (100 * 0.99 ** weeks).toFixed(2)
    return reading === 'rises' ? (100 * 1.01 ** weeks).toFixed(2) : reading
  })
}

const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(' ').flatMap((part) => (part.includes('=') ? [part.split('=')] : [])))

function toScript(line: string): Script {
  const [history = '', alerts = '', said = '', name = ''] = line.split(/ *\| */)
  const stepMs = history.startsWith('@1h ') ? day / 24 : day
  const readings = writtenOut(history.replace('@1h ', '')).split(' ').flatMap(pricesOf)
  const points = readings.map((reading, index): HistoryPoint => {
    const [, amount, currency = 'EUR'] = /^([\d.]+)([A-Z]{3})?$/.exec(reading) ?? []
    return {
      at: start + index * stepMs,
      ...defined({
        price: amount === undefined ? undefined : { amount, currency },
        availability: reading === '!' ? ('OutOfStock' as const) : undefined,
      }),
    }
  })
  return { name, points, stepMs, alerts: pairs(alerts), said: pairs(said) }
}

const groups = readFileSync(new URL('judgement.scripted.txt', import.meta.url), 'utf8')
  .split(/^\[/m)
  .slice(1)
  .map((group) => {
    const [heading = '', ...lines] = group.split('\n').filter((line) => line !== '')
    return { name: heading.slice(0, -1), scripts: lines.map(toScript) }
  })

const rules: Readonly<Record<string, RuleCondition>> = {
  below: { kind: 'price-below', price: { amount: '95', currency: 'EUR' } },
  drops: { kind: 'drops-by', percent: 5 },
  low: { kind: 'new-low', days: 30 },
  sale: { kind: 'sale-starts' },
}

const numberOf = (price: { readonly amount: string } | undefined): string => String(Number(price?.amount))

/** Returns the figures of the analysis after the last reading, by the names of the file. */
function said({ points, stepMs }: Script): Readonly<Record<string, string | undefined>> {
  const now = points.at(-1)?.at ?? start
  const analysis = analyzeHistory(points, { now })
  const { lowest, highest, usual, alternation, sale, misread, unconfirmed, advice, noAdvice } = analysis
  const sales = detectSales(points)
  const withClaim = analyzeHistory(points, { now, wasPrice: { amount: '130', currency: 'EUR' } })
  return {
    lowest: numberOf(lowest?.price),
    highest: numberOf(highest?.price),
    usual: numberOf(usual),
    alternates: alternation ? `${numberOf(alternation.low)},${numberOf(alternation.high)}` : 'none',
    now: sale ? String((sale.startedAt - start) / stepMs) : 'none',
    depth: String(sale?.depthPercent),
    sales: String(sales.length),
    ending: sales.at(-1)?.ending,
    misread: misread?.map(({ price }) => price.amount.replace(/\.00$/, '')).join() ?? 'none',
    unconfirmed: numberOf(unconfirmed?.price),
    advice: advice || !noAdvice ? 'some' : 'none',
    pattern: withClaim.wasPrice?.patterns?.join() ?? 'none',
  }
}

describe.each(groups)('$name', ({ scripts }) => {
  it.each(scripts)('$name', (script) => {
    for (const [name, rule] of Object.entries(rules)) {
      const fired = simulateRule(rule, script.points).map(({ at }) => (at - start) / script.stepMs)
      const expected = script.alerts[name]
      if (expected === 'any') continue
      expect(fired.join(), name).toBe(expected ?? '')
    }
    const all = said(script)
    expect(Object.fromEntries(Object.keys(script.said).map((key) => [key, all[key]]))).toEqual(script.said)
    const { usual, sale } = analyzeHistory(script.points, { now: script.points.at(-1)?.at ?? start })
    if (sale) expect(usual).toEqual(sale.usual)
  })
})

it('there are more than fifty', () => {
  expect(groups.flatMap(({ scripts }) => scripts).length).toBeGreaterThan(50)
})
