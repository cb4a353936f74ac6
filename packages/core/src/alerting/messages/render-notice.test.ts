import { describe, expect, it } from 'vitest'
import type { AlertNotice, Notice } from '../alert-notice.js'
import { chartSvg, englishMessageWords, renderNotice } from './index.js'

const at = Date.UTC(2026, 0, 31, 12, 30)
const down: AlertNotice = {
  kind: 'started',
  severity: 'critical',
  at,
  startedAt: at,
  condition: 'down',
  reason: 'it answers with status 503',
  subject: {
    kind: 'monitor',
    id: 'm1',
    name: 'Shop <b>& co',
    url: 'https://shop.example/?a=1&b=2',
    latencyMs: 604.2,
    tier: 'SLOW',
    previousTier: 'FAST',
    failedChecks: 3,
  },
}
const sale: AlertNotice = {
  ...down,
  condition: 'sale-started',
  severity: 'info',
  reason: 'a sale has begun',
  subject: {
    kind: 'product',
    id: 'p1',
    name: 'Trail shoe',
    url: 'https://shop.example/shoe',
    price: { amount: '1299.00', currency: 'EUR' },
    saleDepthPercent: 21.5,
  },
}
/** The white space of Intl differs between versions of its data. */
const folded = (text: string): string => text.replace(/\s/gu, ' ')

describe('renderNotice', () => {
  it('says what happened, with the facts beside it', () => {
    const { title, text, facts } = renderNotice(down)
    expect(title).toBe('Shop <b>& co: it answers with status 503')
    expect(text).toBe('It answers with status 503.\nhttps://shop.example/?a=1&b=2')
    expect(Object.fromEntries(facts.map(({ name, value }) => [name, folded(value)]))).toEqual({
      Tier: 'FAST → SLOW',
      Latency: '604 ms',
      'Failed checks in a row': '3',
      Since: 'Jan 31, 2026, 12:30 PM UTC',
    })
  })

  it('writes money, numbers and times as the reader does', () => {
    const { facts } = renderNotice(sale, { reader: { language: 'de', timeZone: 'Europe/Berlin' } })
    expect(facts.map(({ value }) => folded(value))).toEqual(['1.299,00 €', '21,5 %', '31.01.2026, 13:30 MEZ'])
  })

  it('takes a language and a time zone that are none for English and UTC', () => {
    const { facts } = renderNotice(sale, { reader: { language: 'no language', timeZone: 'Mars/Base' } })
    expect(folded(facts.at(-1)?.value ?? '')).toBe('Jan 31, 2026, 12:30 PM UTC')
  })

  it.each<[Notice, title: string, text: string]>([
    [{ ...down, kind: 'ended', at: at + 65 * 60_000 }, 'Shop <b>& co: over, it answers with status 503', ''],
    [{ ...down, kind: 'reminder', reminder: 2 }, 'Shop <b>& co, reminder 2: it answers with status 503', ''],
    [
      { ...down, afterSilence: { author: 'Ana', reason: 'deploy' } },
      'Shop <b>& co, still so: it answers with status 503',
      'The silence by Ana has ended: deploy',
    ],
    [
      { ...down, children: [{ id: 'm2', name: 'Cart' }], childCount: 1_200 },
      'Shop <b>& co: it answers with status 503',
      '1,200 more failed with it: Cart, and 1,199 more',
    ],
    [
      { kind: 'summary', severity: 'critical', at, because: 'storm', alerts: [down], count: 3_000 },
      '3,000 alerts at once',
      'and 2,999 more',
    ],
    [
      { kind: 'verification', at, code: '123456', expiresAt: at },
      '123456 is your code',
      'Enter the code 123456',
    ],
    [
      { kind: 'disabled', at, channel: 'telegram', label: '42', reason: 'the bot was blocked' },
      'telegram is not used any more',
      'the bot was blocked',
    ],
  ])('tells %o', (notice, title, text) => {
    const rendered = renderNotice(notice)
    expect(rendered.title).toBe(title)
    expect(rendered.text).toContain(text)
    expect(rendered.title + rendered.text).not.toMatch(/\{\w+\}|undefined/)
  })

  it('makes a page that runs nothing a text brings, with a picture and links', () => {
    const links = [{ effect: 'view', label: 'Open "it"', url: 'https://telltale.example/?a=1&b=2' }] as const
    const { html } = renderNotice(down, { links, imageDescription: 'Latency <1 h' })
    expect(html).toContain('<h1 class="text"')
    expect(html).toContain('Shop &lt;b&gt;&amp; co')
    expect(html).toContain('href="https://telltale.example/?a=1&amp;b=2"')
    expect(html).toContain('<img src="cid:image" alt="Latency &lt;1 h"')
    expect(html).not.toContain('<b>')
    expect(Buffer.byteLength(html)).toBeLessThan(100_000)
  })

  it('takes the words of a language, and the template of a host', () => {
    const words = { de: { ...englishMessageWords, started: '{name} ist ausgefallen' } }
    const reader = { language: 'de-AT' }
    expect(renderNotice(down, { reader, words }).title).toBe('Shop <b>& co ist ausgefallen')
    const { title, html } = renderNotice(down, { template: (_, texts) => ({ ...texts, title: 'Mine' }) })
    expect(title).toBe('Mine')
    expect(html).toContain('Mine</h1>')
  })
})

describe('chartSvg', () => {
  const points = [40, undefined, 44, 604].map((value, index) => ({ at: index, value }))

  it('draws a line with its gaps, its bands, and the highest and the lowest value', () => {
    const bands = [
      { name: 'FAST', below: 300, color: '#dcfce7' },
      { name: 'SLOW', color: '#fee2e2' },
    ]
    const svg = chartSvg({ title: 'Latency <b>', points, bands, writeValue: (value) => `${value} ms` })
    expect(svg.match(/M[\d.]+ [\d.]+h0/g)).toHaveLength(2)
    for (const part of ['604 ms', '40 ms', 'FAST', 'SLOW', 'Latency &lt;b&gt;']) expect(svg).toContain(part)
    expect(svg).not.toContain('NaN')
  })

  it('draws steps for prices, one value, and none', () => {
    expect(chartSvg({ title: 'Price', points: points.slice(2), isStepped: true })).toMatch(/h0H[\d.]+V[\d.]+/)
    expect(chartSvg({ title: 'Price', points: points.slice(0, 1) })).not.toContain('NaN')
    expect(chartSvg({ title: 'Price', points: [] })).not.toMatch(/NaN|Infinity/)
  })
})
