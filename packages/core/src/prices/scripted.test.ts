import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import { analyzeHistory, type HistoryPoint } from './index.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const eur = (amount: string) => ({ amount, currency: 'EUR' })

/** A reading of one day: a price in cents, out of stock, or unread. */
type Reading = number | 'gone' | 'unread'

/** Figures of an analysis, by their names in the file. */
type Figures = Readonly<Record<string, string | undefined>>

interface Script {
  readonly name: string
  readonly readings: readonly Reading[]
  readonly points: readonly HistoryPoint[]
  readonly wasPrice?: string
  readonly expected: Figures
}

function toScript(line: string): Script {
  const [parts = '', wasPrice = '', expected = '', name = ''] = line.split(' | ')
  const texts = parts.split(' ').flatMap((part) => {
    const [days, reading = ''] = part.split('x')
    return Array<string>(Number(days)).fill(reading)
  })
  return {
    name,
    readings: texts.map((text) =>
      text.startsWith('!') ? 'gone' : text === '-' ? 'unread' : Math.round(Number(text) * 100),
    ),
    points: texts.map((text, index): HistoryPoint => {
      const amount = text.replace(/[!-]/, '')
      return {
        at: start + index * day,
        ...defined({
          price: amount ? eur(amount) : undefined,
          availability: text.startsWith('!') ? 'OutOfStock' : undefined,
        }),
      }
    }),
    ...defined({ wasPrice: wasPrice !== '-' ? wasPrice : undefined }),
    expected: Object.fromEntries(expected.split(' ').map((part) => part.split('='))),
  }
}

const groups = readFileSync(new URL('scripted.txt', import.meta.url), 'utf8')
  .split(/^\[/m)
  .slice(1)
  .map((group) => {
    const [heading = '', ...lines] = group.split('\n').filter((line) => line !== '')
    return { name: heading.slice(0, heading.indexOf(']')), lines, scripts: lines.map(toScript) }
  })

/** Returns the figures of the analysis on the day of the last reading. */
function analyzed({ points, wasPrice }: Pick<Script, 'points' | 'wasPrice'>, offeredSince?: number): Figures {
  const now = points.at(-1)?.at ?? start
  const {
    wasPrice: claim,
    reduction,
    sale,
  } = analyzeHistory(points, {
    now,
    ...defined({ wasPrice: wasPrice === undefined ? undefined : eur(wasPrice), offeredSince }),
  })
  return {
    verdict: claim?.verdict,
    patterns: claim?.patterns?.join(',') ?? 'none',
    known: claim?.knownDays?.toString(),
    before: reduction?.lowestBefore && String(Number(reduction.lowestBefore.amount)),
    sale: sale ? String((sale.startedAt - start) / day) : 'none',
    depth: sale?.depthPercent.toString(),
  }
}

/** Replaces a price that is more than three times the one before, and gone the next day, by the one before. */
const withoutMisreadings = (readings: readonly Reading[]): readonly Reading[] =>
  readings.map((reading, index) => {
    const [before = 0, after] = [readings[index - 1], readings[index + 1]]
    return before === after && typeof before === 'number' && Number(reading) > 3 * before ? before : reading
  })

/** The same by counting days, from the definitions alone. The reading of the last day is that of the moment of judgement. */
function counted({ readings: read, wasPrice }: Script): Figures {
  const readings = withoutMisreadings(read)
  const today = readings.length - 1
  const price = (index: number): number | undefined => {
    const reading = readings[index]
    return typeof reading === 'number' ? reading : undefined
  }
  const days = (from: number, to: number) => {
    const first = Math.max(0, from)
    return Array.from({ length: Math.max(0, to - first) }, (_, index) => first + index)
  }
  const pricesOf = (from: number, to: number) => days(from, to).flatMap((index) => price(index) ?? [])
  const lowestOf = (from: number, to: number) => Math.min(...pricesOf(from, to))
  const knownOf = (from: number, to: number) =>
    days(from, to).filter((index) => readings[index] !== 'unread').length
  const usualOn = (index: number): number => {
    const prices = pricesOf(index - 90, index)
    const often = (one: number) => prices.filter((other) => other === one).length
    return prices.toSorted((one, other) => often(other) - often(one) || one - other)[0] ?? 0
  }
  const present = price(today) ?? 0

  // The sale, told day by day, with what was usual before each day.
  let sale: { readonly since: number; readonly usual: number } | undefined
  let lastSale: { usual: number; endedOn: number } | undefined
  let shown = 0
  const falls: { readonly on: number; readonly from: number; readonly to: number }[] = []
  const usualBefore: number[] = []
  const isAlternating = (index: number): boolean => {
    const recent = falls.filter(({ on }) => on >= index - 42)
    const last = recent.at(-1)
    const isSame = (one: number, other: number) => Math.abs(one - other) <= 0.01 * Math.max(one, other)
    return (
      last !== undefined &&
      recent.filter(({ from, to }) => isSame(from, last.from) && isSame(to, last.to)).length >= 4
    )
  }
  const referenceOn = (index: number): number => {
    const usual = usualOn(index)
    const sure = pricesOf(0, index).filter((each) => each === usual).length >= 2 ? usual : 0
    const isRemembered = lastSale && lastSale.endedOn >= index - 90 && !isAlternating(index)
    const returned =
      lastSale && isRemembered && shown > 0.95 * lastSale.usual ? Math.min(shown, lastSale.usual) : 0
    return Math.max(sure, returned)
  }
  for (const index of days(0, today + 1)) {
    const [now = shown, usual] = [price(index), usualOn(index)]
    const isUsual = (each: number) => sale && index - sale.since >= 30 && each > 0.95 * usual
    const end = () => {
      if (sale) lastSale = { usual: sale.usual, endedOn: index }
      sale = undefined
    }
    if (isUsual(shown)) end()
    usualBefore[index] = sale?.usual ?? (referenceOn(index) || usual)
    if (sale && now > 0.95 * sale.usual) end()
    if (now <= 0.98 * shown && now < shown) falls.push({ on: index, from: shown, to: now })
    if (!sale && now < shown) {
      const reference = referenceOn(index)
      const isTurn = isAlternating(index) && now > 0.95 * (falls.at(-1)?.to ?? 0)
      if (now <= 0.95 * reference && !isTurn) sale = { since: index, usual: reference }
    }
    if (isUsual(now)) end()
    shown = now
  }

  // Since when the price is reduced: back from the sale, or the present price, over every higher price that is a step.
  const firstDayOf = (index: number): number => {
    const before = days(0, index).findLast(
      (each) => price(each) !== undefined && price(each) !== price(index),
    )
    return days((before ?? -1) + 1, index + 1).find((each) => price(each) === price(index)) ?? index
  }
  const pricedBefore = (index: number) => days(0, index).findLast((each) => price(each) !== undefined)
  const valueOn = (index: number | undefined) => (index === undefined ? 0 : (price(index) ?? 0))
  let since = firstDayOf(sale?.since ?? today)
  let before = pricedBefore(since)
  const hasChanged = before !== undefined
  const isFall = valueOn(before) > valueOn(since)
  while (isFall && before !== undefined) {
    const first = firstDayOf(before)
    const higher = pricedBefore(first)
    if (valueOn(higher) <= valueOn(before) || before + 1 - first >= 30) break
    since = first
    before = higher
  }
  const prior = lowestOf(since - 30, since)
  const claim = Math.round(Number(wasPrice ?? 0) * 100)

  const judge = (): string => {
    if (claim <= present) return 'unknown'
    if (!hasChanged || (!isFall && today - since >= 30))
      return knownOf(today - 30, today) < 15 ? 'unknown' : 'unsupported'
    if (prior === Number.POSITIVE_INFINITY) return 'unknown'
    if (prior < claim) return 'inflated'
    return knownOf(since - 30, since) < 15 ? 'unknown' : 'honest'
  }
  const isRaised = () =>
    isFall &&
    days(since - 89, since).some((index) => {
      const usual = usualBefore[index] ?? 0
      const isRise = valueOn(pricedBefore(index) ?? index) < valueOn(index)
      return isRise && usual > 0 && lowestOf(index, since) >= 1.05 * usual
    })
  const isPermanent = () => {
    const first = days(today - 365, today).find((index) => valueOn(index) >= claim) ?? today
    const prices = pricesOf(first, today)
    return prices.length >= 60 && prices.filter((each) => each < claim).length >= 0.8 * prices.length
  }
  const patterns =
    claim > present
      ? [...(isRaised() ? ['raised-before-cut'] : []), ...(isPermanent() ? ['permanent-sale'] : [])]
      : []
  const known =
    hasChanged && (isFall || today - since < 30) ? knownOf(since - 30, since) : knownOf(today - 30, today)
  return {
    verdict: judge(),
    patterns: patterns.join(',') || 'none',
    known: String(known),
    before: isFall && Number.isFinite(prior) ? String(prior / 100) : undefined,
    sale: sale ? String(sale.since) : 'none',
    depth: sale && String(Math.floor((1_000 * (sale.usual - present)) / sale.usual) / 10),
  }
}

const only = (said: Figures, { expected }: Script): Figures =>
  Object.fromEntries(Object.keys(expected).map((key) => [key, said[key]]))

/** All that the analysis says is what counting days says. */
function expectSame(script: Script): void {
  const { known, ...counts } = counted(script)
  const said = analyzed(script)
  const unclaimed = script.wasPrice === undefined ? { verdict: undefined, patterns: 'none' } : {}
  expect(said).toEqual({ ...counts, ...unclaimed, known: said.known && known })
}

describe('scripted histories with known verdicts', () => {
  it('are sixty', () => {
    expect(groups.flatMap(({ scripts }) => scripts)).toHaveLength(60)
  })

  describe.each(groups)('$name', ({ scripts }) => {
    it.each(scripts)('$name', (script) => {
      expect(only(counted(script), script)).toEqual(script.expected)
      expect(only(analyzed(script), script)).toEqual(script.expected)
    })
  })

  const part = fc
    .tuple(
      fc.integer({ min: 1, max: 45 }),
      fc.constantFrom('100', '100', '130', '95', '96', '80', '70', '-', '!', '!50'),
    )
    .map(([days, reading]) => `${days}x${reading}`)
  const line = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 12 }), fc.constantFrom('-', '100', '130', '96', '70'))
    .map(
      ([parts, wasPrice]) => `${parts.join(' ')} 1x${wasPrice === '130' ? '100' : '70'} | ${wasPrice} |  | `,
    )

  it('of any other history, what counting days says is said', () => {
    fc.assert(
      fc.property(line, (written) => expectSame(toScript(written))),
      {
        seed: 1,
        ...limits,
        numRuns: 300,
        examples: groups.flatMap(({ lines }) => lines.map((each): [string] => [each])),
      },
    )
  })

  it('a product known to be ten days old has thirty known days: before it was offered it was not for sale', () => {
    const young = toScript('10x100 2x80 | 100 | verdict=honest known=30 before=100 | | ')
    expect(only(analyzed(young, start), young)).toEqual(young.expected)
  })
})
