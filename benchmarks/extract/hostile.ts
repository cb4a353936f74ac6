const heading = '<h1>Big red lamp of steel</h1>'
const top = `<html><head><title>Big red lamp of steel</title></head><body>`
const repeat = (count: number, part: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => part(at)).join('')
const deep = (inner: string): string => `${'<div>'.repeat(900)}${inner}${'</div>'.repeat(900)}`
const script = (type: string, value: unknown, before = ''): string =>
  `<script type="${type}">${before}${JSON.stringify(value)}</script>`

/** The number of prices on each page. */
const prices = 50_000

const offers = (): readonly object[] =>
  Array.from({ length: prices }, (_, at) => ({
    name: 'Big red lamp of steel',
    price: at + 0.99,
    priceCurrency: 'USD',
  }))

/** Makers of pages that keep a reader of prices busy, by their content. */
export const hostilePages: Readonly<Record<string, () => string>> = {
  'marked prices': () => top + heading + repeat(prices, (at) => `<span class="price">$${at}.99</span>`),
  'plain prices': () => top + heading + repeat(prices, (at) => `<p>$${at}.99</p>`),
  'prices of one text': () => `${top}${heading}<p>${repeat(prices, (at) => `$${at}.99 `)}</p>`,
  'prices without a heading': () => top + repeat(prices, (at) => `<p>$${at}.99</p>`),
  'prices below a heading each': () => top + repeat(prices, (at) => `${heading}<b>$${at}.99</b>`),
  'prices of a class each': () =>
    top + heading + repeat(prices, (at) => `<b class="price p${at}">$${at}.99</b>`),
  'nested prices': () =>
    top + heading + repeat(50, () => deep(repeat(prices / 50, (at) => `<b class=price>$${at}.99</b>`))),
  'nested headings': () =>
    top + repeat(50, () => deep(repeat(prices / 50, (at) => `${heading}<b>$${at}.99</b>`))),
  ranges: () =>
    top + heading + repeat(prices, (at) => `<p class=price>from <i class=price>$${at} to $${at + 1}</i></p>`),
  microdata: () =>
    `${top}<div itemscope itemtype="https://schema.org/Product">${repeat(prices, (at) => `<b itemprop=price>$${at}.99</b>`)}</div>`,
  RDFa: () =>
    `${top}<div vocab="https://schema.org/" typeof="Product">${repeat(prices, (at) => `<b property=price>$${at}.99</b>`)}</div>`,
  'notes on the stock': () => top + heading + repeat(prices, (at) => `<p>In stock: ${at}, and $${at}.99</p>`),
  'empty elements': () => `${top}${heading}<b class=price>$5${repeat(2 * prices, () => '<i></i>')}</b>`,
  'meta tags': () =>
    repeat(prices, (at) => `<meta property="product:price:amount" content="${at}.99">`) + heading,
  'JSON-LD': () =>
    top +
    heading +
    script('application/ld+json', { '@type': 'Product', name: 'Big red lamp of steel', offers: offers() }),
  'a state': () => top + heading + script('', offers(), 'window.state = '),
}
