import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ParsedPrice, type PriceFlag, parsePrice } from '../index.js'

/** A price text with the answer that a person wrote down before the parser saw it. */
interface LabelledText {
  readonly section: string
  readonly text: string
  readonly locale: string | undefined
  /** The amount; absent where the text has no price. */
  readonly amount: string | undefined
  /** `*` is not compared, `-` is none. */
  readonly currency: string
  readonly flags: readonly string[]
  readonly was: string | undefined
}

const file = new URL('./parse-price.by-hand.txt', import.meta.url)

/** Reads the labelled texts of the open half, or of the half that nobody fits the parser to. */
function readTexts(half: 'open' | 'held out'): readonly LabelledText[] {
  return readFileSync(file, 'utf8')
    .split('\n## ')
    .slice(1)
    .flatMap((part) => {
      const [section = '', ...lines] = part.split('\n').filter((line) => line !== '')
      return lines
        .map((line) => readText(section, line))
        .filter((_, at) => (section.endsWith('all open') || at % 2 === 0) === (half === 'open'))
    })
}

function readText(section: string, line: string): LabelledText {
  const [text = '', answer = ''] = line.split(' => ')
  const parts = answer.split(' ')
  const [amount, currency = '*', flags = ''] = parts.filter((part) => !/^(?:@|was=)/.test(part))
  return {
    section,
    text: text.replaceAll('\\n', '\n'),
    locale: parts.find((part) => part.startsWith('@'))?.slice(1),
    amount: amount === 'null' ? undefined : amount,
    currency,
    flags: flags.split(',').filter((flag) => flag !== ''),
    was: parts.find((part) => part.startsWith('was='))?.slice(4),
  }
}

const read = ({ text, locale }: LabelledText) => parsePrice(text, locale ? { locale } : {})

/** Flags that say that a number may be no price. */
const noPrice: readonly PriceFlag[] = ['unmarked', 'no-iso-currency']

const hasAmount = ({ amount }: LabelledText, parsed: ParsedPrice | null): boolean =>
  amount === undefined
    ? parsed === null || parsed.flags.some((flag) => noPrice.includes(flag))
    : parsed !== null && Number(parsed.amount) === Number(amount)

function isRight(row: LabelledText): boolean {
  const parsed = read(row)
  if (!hasAmount(row, parsed) || row.amount === undefined) return hasAmount(row, parsed)
  const isCurrency =
    row.currency === '*' || (row.currency === '-' ? undefined : row.currency) === parsed?.currency
  const isWas = row.was === undefined || Number(row.was) === Number(parsed?.was)
  return isCurrency && isWas && row.flags.every((flag) => parsed?.flags.some((given) => given === flag))
}

const doubts: readonly PriceFlag[] = [
  'several-amounts',
  'unmarked',
  'ambiguous-factor',
  'ambiguous-separator',
  'ambiguous-currency',
  'currency-conflict',
  'no-iso-currency',
]

/** Checks for a wrong amount without a word of doubt; where there is no price, for one without any flag. */
function isSilentlyWrong(row: LabelledText): boolean {
  const parsed = read(row)
  if (!parsed || hasAmount(row, parsed)) return false
  return row.amount === undefined
    ? parsed.flags.length === 0
    : !parsed.flags.some((flag) => doubts.includes(flag))
}

describe('1,205 price texts that were labelled by hand', () => {
  it.each([
    ['open', 852, 0.98],
    ['held out', 353, 0.95],
  ] as const)('the %s half: enough are right, and none is silently wrong', (half, count, bar) => {
    const rows = readTexts(half)
    expect(rows).toHaveLength(count)
    const wrong = rows.filter((row) => !isRight(row))
    const texts = wrong.map(({ section, text }) => `${section}: ${text}`)
    expect(1 - wrong.length / rows.length, half === 'open' ? texts.join('\n') : '').toBeGreaterThanOrEqual(
      bar,
    )
    expect(rows.filter(isSilentlyWrong).length / rows.length).toBeLessThanOrEqual(0.003)
  })
})
