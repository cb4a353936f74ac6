import fc from 'fast-check'
import robotsParser from 'robots-parser'
import { describe, expect, it } from 'vitest'
import { maxRobotsBytes, parseRobots } from './robots-rules.js'

const lines = (...text: string[]): string => `${text.join('\n')}\n`

/** Its types name the module of its default export, and not the function that it is. */
const peer = robotsParser as unknown as (
  url: string,
  text: string,
) => { isAllowed(url: string, agent: string): boolean }

/** Tells whether a crawler may fetch a URL. */
const mayFetch = (robots: string, agent: string, url: string): boolean =>
  parseRobots(robots, agent).isAllowed(new URL(url))

/** Every agent and URL with what is expected, as `[agent, url, allowed]`. */
function expectAll(
  robots: string,
  rows: readonly (readonly [agent: string, url: string, allowed: boolean])[],
) {
  for (const [agent, url, allowed] of rows)
    expect([agent, url, mayFetch(robots, agent, url)]).toEqual([agent, url, allowed])
}

describe('RFC 9309', () => {
  it.each([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz'],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz'],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-*.html'],
    ['/path/foo-%24', '/path/foo-$'],
    ["/it's/[new]|{a}", "/it's/[new]|{a}"],
    ['/a$b', '/a$b'],
  ])('says that the pattern %s matches %s (sections 2.2.2 and 2.2.3)', (pattern, path) => {
    expectAll(lines('user-agent: *', `disallow: ${pattern}`), [['FooBot', `http://foo.bar${path}`, false]])
  })

  it('allows robots.txt itself, whatever it says (section 2.2.2)', () => {
    expectAll(lines('user-agent: *', 'disallow: /'), [['FooBot', 'http://foo.bar/robots.txt', true]])
  })

  it('reads the delay that the chosen groups ask for, and no other', () => {
    const robots = lines(
      'user-agent: *',
      'crawl-delay: 99',
      'disallow: /a',
      'user-agent: FooBot',
      'crawl-delay: 1.5',
      'disallow: /b',
      'user-agent: FooBot',
      'crawl-delay: soon',
      'disallow: /c',
    )
    expect(parseRobots(robots, 'FooBot').crawlDelayMs).toBe(1_500)
    expect(parseRobots(robots, 'BarBot').crawlDelayMs).toBe(99_000)
    expect(parseRobots('', 'FooBot')).not.toHaveProperty('crawlDelayMs')
  })
})

describe('a robots.txt made at random', () => {
  const path = fc.stringMatching(/^\/[a-c/*]{0,6}$/)
  const rule = fc.tuple(fc.constantFrom('allow', 'disallow'), path, fc.constantFrom('', '$'))

  it('says the same as robots-parser, where that one follows the standard', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), fc.stringMatching(/^\/[a-c/]{0,8}$/), (rules, where) => {
        const text = lines(
          'user-agent: *',
          ...rules.map(([name, pattern, end]) => `${name}: ${pattern}${end}`),
        )
        const url = new URL(where.replace(/\/{2,}/g, '/'), 'http://foo.bar')
        const said = peer('http://foo.bar/robots.txt', text).isAllowed(url.href, 'FooBot')
        expect(mayFetch(text, 'FooBot', url.href)).toBe(said)
      }),
      { numRuns: 500, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it('throws nothing, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.webPath(), (text, where) => {
        const robots = lines('user-agent: *', `disallow: ${text}`, text)
        expect(mayFetch(robots, 'FooBot', `http://foo.bar${where}`)).toBeTypeOf('boolean')
      }),
      { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it.each([
    ['wildcards', '*a'.repeat(maxRobotsBytes / 2), true],
    ['blanks', ' '.repeat(maxRobotsBytes), false],
    ['rules', 'a\ndisallow: /*a*b$\n'.repeat(maxRobotsBytes / 20), false],
  ])('of nothing but %s is read within the time of a test', (_, text, allowed) => {
    const robots = lines('user-agent: *', `disallow: /${text}`)
    expect(mayFetch(robots, 'FooBot', `http://foo.bar/${'a'.repeat(2_000)}`)).toBe(allowed)
  })
})
