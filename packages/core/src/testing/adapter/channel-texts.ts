import type { Notification } from '../../ports/index.js'

/** Lines that mean something to one service or another. Each has to arrive as it is. */
export const hostileLines: readonly string[] = [
  'Ελληνικά, русский, 中文, 日本語, 한국어, हिन्दी, ไทย',
  'עברית, العربية',
  '👩‍👩‍👧‍👦 🏳️‍🌈 🇮🇳 é 𝒳',
  '<script>alert(1)</script> <b>bold</b> <img src=x onerror=alert(1)>',
  '<a href="https://evil.example/html">here</a>',
  '&amp; &lt; &#60; &copy',
  '*bold* _it_ ~~gone~~ `code` ||spoiler||',
  '# heading',
  '- item',
  '> quote',
  '1. first',
  '[click](https://evil.example/markdown) ![x](https://evil.example/image.png)',
  '<https://evil.example/slack|click> <!channel> <!here> <@U012AB3CD> <#C0123>',
  '@everyone @here <@123456789012345678> <@&987654321098765432>',
  '=HYPERLINK("https://evil.example/csv";"click")',
  'Bcc: victim@evil.example',
  '.',
  '{{template}} #{name} $(id) %0d%0aX-Injected: 1',
  '"double" \'single\' \\backslash \\n',
]

/** Characters that reorder or hide text, or that are none. None of them may arrive. */
export const forbiddenCharacters = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/u

/** Half of a pair of UTF-16. */
export const halfCharacter = /\p{Surrogate}/u

const controls = 'invoice\u202Efdp.exe\u202C \u2066x\u2069 \u0007bell \u001b[31mred \u0000nul'

/** A notification with every optional member, and texts that try to be more than texts. */
export const hostileNotification: Notification = {
  id: 'delivery-1',
  episodeId: 'episode-1',
  kind: 'started',
  severity: 'critical',
  at: Date.UTC(2026, 0, 31, 12, 30),
  title: `Shop <b>&</b> *down*\r\nBcc: victim@evil.example\r\n\r\n@everyone <!channel> \uD800 ${controls}`,
  text: [...hostileLines, controls, 'half \uD83D pair'].join('\n'),
  facts: [{ name: 'Latency <b>*', value: '604 ms &amp; <!here>\r\nBcc: victim@evil.example' }],
  links: [
    { effect: 'view', label: 'Open ](https://evil.example/label) |>', url: 'https://shop.example/a?b=1&c=2' },
  ],
  data: { latencyMs: 604, name: '</script>' },
  language: 'en',
}

/** The shortest notification. */
export const plainNotification: Notification = {
  id: 'delivery-2',
  episodeId: 'episode-2',
  kind: 'started',
  severity: 'info',
  at: Date.UTC(2026, 0, 31, 12, 30),
  title: 'Shop is down',
  text: 'It answers with status 503.',
}

/** Returns a notification whose texts are longer than any service takes, each cut at another place of an emoji. */
export function longNotification(shift: number): Notification {
  const long = (length: number) => `${'x'.repeat(shift)}${'🚨&<👩‍👩‍👧‍👦'.repeat(length)}`
  return {
    ...hostileNotification,
    id: `delivery-long-${shift}`,
    title: long(300),
    text: long(8_000),
    facts: Array.from({ length: 40 }, (_, index) => ({ name: `${index} ${long(100)}`, value: long(300) })),
    links: [
      { effect: 'view', label: long(100), url: 'https://shop.example/a?b=1&c=2' },
      { effect: 'acknowledge', label: 'Acknowledge', url: 'https://shop.example/acknowledge?code=1' },
    ],
  }
}
