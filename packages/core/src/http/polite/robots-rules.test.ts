import { describe, expect, it } from 'vitest'
import { parseRobots } from './robots-rules.js'

const lines = (...text: string[]): string => `${text.join('\n')}\n`

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

/** The groups of the open-source parser's own tests (google/robotstxt, robots_test.cc), by their names there. */
describe("Google's test group", () => {
  it('ID_LineSyntax_Line: a line is a name, a colon and a value', () => {
    const url = 'http://foo.bar/x/y'
    expectAll(lines('user-agent: FooBot', 'disallow: /'), [['FooBot', url, false]])
    expectAll(lines('foo: FooBot', 'bar: /'), [['FooBot', url, true]])
  })
  it.skip('ID_LineSyntax_Line, without a colon: a leniency of Google; RFC 9309 demands the colon', () => {})

  it('ID_LineSyntax_Groups: groups of one name are one; rules outside of groups count for nobody', () => {
    const robots = lines(
      'allow: /foo/bar/',
      '',
      'user-agent: FooBot',
      'disallow: /',
      'allow: /x/',
      'user-agent: BarBot',
      'disallow: /',
      'allow: /y/',
      '',
      '',
      'allow: /w/',
      'user-agent: BazBot',
      '',
      'user-agent: FooBot',
      'allow: /z/',
      'disallow: /',
    )
    expectAll(robots, [
      ['FooBot', 'http://foo.bar/x/b', true],
      ['FooBot', 'http://foo.bar/z/d', true],
      ['FooBot', 'http://foo.bar/y/c', false],
      ['BarBot', 'http://foo.bar/y/c', true],
      ['BarBot', 'http://foo.bar/w/a', true],
      ['BarBot', 'http://foo.bar/z/d', false],
      ['BazBot', 'http://foo.bar/z/d', true],
      ['FooBot', 'http://foo.bar/foo/bar/', false],
      ['BarBot', 'http://foo.bar/foo/bar/', false],
      ['BazBot', 'http://foo.bar/foo/bar/', false],
    ])
  })

  it.each(['Sitemap: https://foo.bar/sitemap', 'Invalid-Unknown-Line: unknown'])(
    'ID_LineSyntax_Groups_OtherRules: %s does not end a group',
    (other) => {
      const robots = lines('User-agent: BarBot', other, 'User-agent: *', 'Disallow: /')
      expectAll(robots, [
        ['FooBot', 'http://foo.bar/', false],
        ['BarBot', 'http://foo.bar/', false],
      ])
    },
  )

  it.each([
    lines('USER-AGENT: FooBot', 'ALLOW: /x/', 'DISALLOW: /'),
    lines('user-agent: FooBot', 'allow: /x/', 'disallow: /'),
    lines('uSeR-aGeNt: FooBot', 'AlLoW: /x/', 'dIsAlLoW: /'),
  ])('ID_REPLineNamesCaseInsensitive: names of lines are in any case', (robots) => {
    expectAll(robots, [
      ['FooBot', 'http://foo.bar/x/y', true],
      ['FooBot', 'http://foo.bar/a/b', false],
    ])
  })

  it.skip("ID_VerifyValidUserAgentsToObey: checks the crawler's own name, which is an option here and checked there", () => {})

  it.each(['FOO BAR', 'foo bar', 'FoO bAr'])(
    'ID_UserAgentValueCaseInsensitive: %s names Foo and foo',
    (name) => {
      const robots = lines(`User-Agent: ${name}`, 'Allow: /x/', 'Disallow: /')
      for (const agent of ['Foo', 'foo'])
        expectAll(robots, [
          [agent, 'http://foo.bar/x/y', true],
          [agent, 'http://foo.bar/a/b', false],
        ])
    },
  )

  it('GoogleOnly_AcceptUserAgentUpToFirstSpace: a name counts up to its first space', () => {
    const robots = lines('User-Agent: *', 'Disallow: /', 'User-Agent: Foo Bar', 'Allow: /x/', 'Disallow: /')
    expectAll(robots, [
      ['Foo', 'http://foo.bar/x/y', true],
      ['Foo Bar', 'http://foo.bar/x/y', false],
    ])
  })

  it('ID_GlobalGroups_Secondary: the groups of * count where none names the crawler', () => {
    const url = 'http://foo.bar/x/y'
    expectAll('', [['FooBot', url, true]])
    expectAll(lines('user-agent: *', 'allow: /', 'user-agent: FooBot', 'disallow: /'), [
      ['FooBot', url, false],
      ['BarBot', url, true],
    ])
    const specific = ['user-agent: FooBot', 'allow: /', 'user-agent: BarBot', 'disallow: /']
    expectAll(lines(...specific, 'user-agent: BazBot', 'disallow: /'), [['QuxBot', url, true]])
  })

  it('ID_AllowDisallow_Value_CaseSensitive: paths are compared case by case', () => {
    const url = 'http://foo.bar/x/y'
    expectAll(lines('user-agent: FooBot', 'disallow: /x/'), [['FooBot', url, false]])
    expectAll(lines('user-agent: FooBot', 'disallow: /X/'), [['FooBot', url, true]])
  })

  it.each<[rules: string[], rows: [path: string, allowed: boolean][]]>([
    [['disallow: /x/page.html', 'allow: /x/'], [['/x/page.html', false]]],
    [
      ['allow: /x/page.html', 'disallow: /x/'],
      [
        ['/x/page.html', true],
        ['/x/', false],
      ],
    ],
    [['disallow: ', 'allow: '], [['/x/page.html', true]]],
    [['disallow: /', 'allow: /'], [['/x/page.html', true]]],
    [
      ['disallow: /x', 'allow: /x/'],
      [
        ['/x', false],
        ['/x/', true],
      ],
    ],
    [['disallow: /x/page.html', 'allow: /x/page.html'], [['/x/page.html', true]]],
    [
      ['allow: /page', 'disallow: /*.html'],
      [
        ['/page.html', false],
        ['/page', true],
      ],
    ],
    [
      ['allow: /x/page.', 'disallow: /*.html'],
      [
        ['/x/page.html', true],
        ['/x/y.html', false],
      ],
    ],
  ])(
    'ID_LongestMatch: of %j the longest that matches counts, and of two as long the one that allows',
    (rules, rows) => {
      for (const [path, allowed] of rows)
        expectAll(lines('user-agent: FooBot', ...rules), [['FooBot', `http://foo.bar${path}`, allowed]])
    },
  )

  it('ID_LongestMatch: the groups of * do not count beside those that name the crawler', () => {
    const robots = lines('User-agent: *', 'Disallow: /x/', 'User-agent: FooBot', 'Disallow: /y/')
    expectAll(robots, [
      ['FooBot', 'http://foo.bar/x/page', true],
      ['FooBot', 'http://foo.bar/y/page', false],
    ])
  })

  it.each<[allowed: string, path: string]>([
    ['/foo/bar?qux=taz&baz=http://foo.bar?tar&par', '/foo/bar?qux=taz&baz=http://foo.bar?tar&par'],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%E3%83%84', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%62%61%7A', '/foo/bar/%62%61%7A'],
  ])('ID_Encoding: %s allows %s', (allowed, path) => {
    const robots = lines('User-agent: FooBot', 'Disallow: /', `Allow: ${allowed}`)
    expectAll(robots, [['FooBot', `http://foo.bar${path}`, true]])
  })
  it.skip('ID_Encoding, a URL that is not encoded: here every URL is a parsed one, and so encoded', () => {})
  it.skip('ID_Encoding, %62%61%7A forbids baz: RFC 9309, section 2.2.2, demands that it is read as baz', () => {})

  it('ID_SpecialCharacters: * is anything, $ the end, # a comment', () => {
    expectAll(lines('User-agent: FooBot', 'Disallow: /foo/bar/quz', 'Allow: /foo/*/qux'), [
      ['FooBot', 'http://foo.bar/foo/bar/quz', false],
      ['FooBot', 'http://foo.bar/foo/quz', true],
      ['FooBot', 'http://foo.bar/foo//quz', true],
      ['FooBot', 'http://foo.bar/foo/bax/quz', true],
    ])
    expectAll(lines('User-agent: FooBot', 'Disallow: /foo/bar$', 'Allow: /foo/bar/qux'), [
      ['FooBot', 'http://foo.bar/foo/bar', false],
      ['FooBot', 'http://foo.bar/foo/bar/qux', true],
      ['FooBot', 'http://foo.bar/foo/bar/', true],
      ['FooBot', 'http://foo.bar/foo/bar/baz', true],
    ])
    expectAll(lines('User-agent: FooBot', '# Disallow: /', 'Disallow: /foo/quz#qux', 'Allow: /'), [
      ['FooBot', 'http://foo.bar/foo/bar', true],
      ['FooBot', 'http://foo.bar/foo/quz', false],
    ])
  })

  it.skip('GoogleOnly_SystemTest: an empty name and an empty URL, which a call cannot have', () => {})
  it.skip('GoogleOnly_IndexHTMLisDirectory: index.html stands for its folder with Google alone', () => {})
  it.skip('GoogleOnly_LineTooLong: Google cuts lines after 16,664 bytes; the RFC does not', () => {})

  it.each<[allow: string, allowed: string[], forbidden: string[]]>([
    [
      '/fish',
      [
        '/fish',
        '/fish.html',
        '/fish/salmon.html',
        '/fishheads',
        '/fishheads/yummy.html',
        '/fish.html?id=anything',
      ],
      ['/bar', '/Fish.asp', '/catfish', '/?id=fish'],
    ],
    [
      '/fish*',
      [
        '/fish',
        '/fish.html',
        '/fish/salmon.html',
        '/fishheads',
        '/fishheads/yummy.html',
        '/fish.html?id=anything',
      ],
      ['/bar', '/Fish.bar', '/catfish', '/?id=fish'],
    ],
    [
      '/fish/',
      ['/fish/', '/fish/salmon', '/fish/?salmon', '/fish/salmon.html', '/fish/?id=anything'],
      ['/bar', '/fish', '/fish.html', '/Fish/Salmon.html'],
    ],
    [
      '/*.php',
      [
        '/filename.php',
        '/folder/filename.php',
        '/folder/filename.php?parameters',
        '//folder/any.php.file.html',
        '/filename.php/',
        '/index?f=filename.php/',
      ],
      ['/bar', '/php/', '/index?php', '/windows.PHP'],
    ],
    [
      '/*.php$',
      ['/filename.php', '/folder/filename.php'],
      [
        '/bar',
        '/filename.php?parameters',
        '/filename.php/',
        '/filename.php5',
        '/php/',
        '/filename?php',
        '/aaaphpaaa',
        '//windows.PHP',
      ],
    ],
    ['/fish*.php', ['/fish.php', '/fishheads/catfish.php?parameters'], ['/bar', '/Fish.PHP']],
    ['/p', ['/page'], ['/x']],
    ['/$', ['/'], ['/page.html']],
  ])('GoogleOnly_DocumentationChecks: allow: %s', (allow, allowed, forbidden) => {
    const robots = lines('user-agent: FooBot', 'disallow: /', `allow: ${allow}`)
    expectAll(robots, [
      ...allowed.map((path) => ['FooBot', `http://foo.bar${path}`, true] as const),
      ...forbidden.map((path) => ['FooBot', `http://foo.bar${path}`, false] as const),
    ])
  })

  it('GoogleOnly_DocumentationChecks: order of precedence', () => {
    expectAll(lines('user-agent: FooBot', 'allow: /folder', 'disallow: /folder'), [
      ['FooBot', 'http://example.com/folder/page', true],
    ])
    expectAll(lines('user-agent: FooBot', 'allow: /page', 'disallow: /*.htm'), [
      ['FooBot', 'http://example.com/page.htm', false],
    ])
  })

  it.each(['\n', '\r\n', '\r'])('ID_LinesNumbersAreCountedCorrectly: lines end in %j', (end) => {
    const robots = ['User-Agent: foo', 'Allow: /some/path', 'User-Agent: bar', '', '', 'Disallow: /'].join(
      end,
    )
    for (const text of [robots, robots + end])
      expectAll(text, [
        ['foo', 'http://foo.bar/other', true],
        ['bar', 'http://foo.bar/other', false],
      ])
  })

  it('ID_UTF8ByteOrderMarkIsSkipped: at the beginning, and nowhere else', () => {
    const rules = ['Disallow: /']
    expectAll(`\ufeff${lines('User-Agent: foo', ...rules)}`, [['foo', 'http://foo.bar/', false]])
    expectAll(lines('User-Agent: foo', ...rules.map((rule) => `\u00ef\u00bb${rule}`)), [
      ['foo', 'http://foo.bar/', true],
    ])
  })
  it.skip('ID_UTF8ByteOrderMarkIsSkipped, parts of a mark: a leniency of Google', () => {})

  it('ID_NonStandardLineExample_Sitemap: sitemaps stand anywhere and change nothing', () => {
    const group = ['User-Agent: foo', 'Disallow: /a', 'User-Agent: bar', '', '']
    const sitemap = 'Sitemap: http://foo.bar/sitemap.xml'
    for (const robots of [lines(...group, sitemap), lines(sitemap, '', ...group)])
      expectAll(robots, [
        ['foo', 'http://foo.bar/a', false],
        ['bar', 'http://foo.bar/a', true],
      ])
  })

  it.each([
    ['á', '%C3%A1'],
    ['%aa', '%AA'],
  ])('TestMaybeEscapePattern: /%s is /%s', (pattern, path) => {
    expectAll(lines('User-Agent: foo', `Disallow: /${pattern}`), [['foo', `http://foo.bar/${path}`, false]])
  })
})
