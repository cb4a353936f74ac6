import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesPattern, patternIssue, preparePattern } from './pattern.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { numRuns: 2_000, interruptAfterTimeLimit: 2_000, markInterruptAsFailure: false }

const part = fc.constantFrom(
  'a',
  'b',
  '1',
  ' ',
  '\\s',
  '\\S',
  '\\d',
  '\\w',
  '\\W',
  '\\b',
  '.',
  '[ab]',
  '[^ab]',
  '[\\s1]',
  '[^\\Sa]',
  '(?:a|b1)',
  '(a)',
  '^',
  '$',
  '\\n',
  '\\u00e9',
  '\\x61',
  '\\.',
  '\\/',
  '[a\\-1]',
  '[[b]',
  '\\e',
  '[\\b]',
  '\\cJ',
  '{',
  '[^]',
)
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '*?')
const pattern = fc
  .array(fc.tuple(part, quantifier), { minLength: 1, maxLength: 5 })
  .map((parts) =>
    parts.map(([text, count]) => `${text}${/^(\^|\$|\\b|\{)$/.test(text) ? '' : count}`).join(''),
  )
const text = fc
  .array(fc.constantFrom(...'ab1 .\n\r\té/[e\b\u00a0{'), { maxLength: 12 })
  .map((characters) => characters.join(''))

const matches = async (regExp: RegExp, given: string): Promise<boolean> => {
  await preparePattern(regExp)
  return matchesPattern(regExp, given)
}

describe('a pattern of an assertion', () => {
  it('matches what RegExp matches', async () => {
    await fc.assert(
      fc.asyncProperty(pattern, fc.constantFrom('', 'i', 's', 'im'), text, async (source, flags, given) => {
        const regExp = new RegExp(source, flags)
        // With the flag m, RE2 takes no other line break than \n for one.
        fc.pre(!(flags.includes('m') && given.includes('\r')))
        expect(await matches(regExp, given), `${regExp} on ${JSON.stringify(given)}`).toBe(regExp.test(given))
      }),
      limits,
    )
  })

  it.each([
    [/^\p{Lu}\p{Script=Greek}+$/u, 'Ωμέγα', true],
    [/\u{1f600}|\ud83d\ude01/u, 'so 😁', true],
    [/p{L}/, 'é', false],
    [/(?<x>b)(?<y>c)/, 'abc', true],
    [/^Straße$/i, 'STRAßE', true],
    [/"ready":\s*true/g, '{"ready": true}', true],
  ])('%s on %j gives %s', async (regExp, given, expected) => {
    expect(await matches(regExp, given)).toBe(expected)
    expect(regExp.test(given)).toBe(expected)
  })

  it.each([
    [/(?=a)b/, 'looks around'],
    [/(?<!a)b/, 'looks around'],
    [/(a)\1/, 'refers back'],
    [/(?<x>a)\k<x>/, 'refers back'],
    [/a{1,2000}/, 'counts more than 1000'],
    [/a/y, 'without the flags v and y'],
    [/\p{Letter}/u, 'where a category such as'],
    [new RegExp('a'.repeat(1_001)), 'of up to 1000 characters'],
  ])('%s is refused at the door, in words', (regExp, words) => {
    expect(patternIssue(regExp)).toContain(words)
  })

  it.each([/(\d+) items/, /(a+)+$/, /^(\w+\s?)*$/, /(.*)(.*)(.*)x[^y]/, /\s+$/])(
    'takes no longer than 0.2 s of the process for %s, whatever the text is',
    async (regExp) => {
      await matches(regExp, 'warm')
      for (const unit of ['1', 'a', ' ', 'ab ', 'x']) {
        const given = `${unit.repeat(200_000 / unit.length)}!`
        const before = process.cpuUsage()
        await matches(regExp, given)
        const { user, system } = process.cpuUsage(before)
        expect((user + system) / 1_000, unit).toBeLessThan(500)
      }
    },
  )

  it('says so when the text is too long for it', async () => {
    await expect(matches(/a/, 'b'.repeat(2 ** 20 + 1))).rejects.toThrow(/of up to 1048576 characters/)
    const large = /(?:b.{300}[zy])|(?:a.{400}[gh].{200}[z])/
    await expect(matches(large, 'b'.repeat(200_000))).rejects.toThrow(/characters for the pattern/)
  })
})
