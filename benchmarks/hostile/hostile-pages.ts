/** The length of a hostile page, just below what is read of one. */
const pageBytes = 5_000_000

const filled = (start: string, piece: string): string =>
  (start + piece.repeat(Math.ceil((pageBytes - start.length) / piece.length))).slice(0, pageBytes)

/** Returns an object that is made once. */
function once(make: () => string): () => string {
  let made: string | undefined
  return () => {
    made ??= make()
    return made
  }
}

const jsonLd = (json: string): string => `<script type="application/ld+json">${json}</script>`
const offer = '{"@type":"Offer","price":"1.00","priceCurrency":"EUR"},'

/** The hostile pages, by what is bad about them. */
export const hostilePages: Readonly<Record<string, () => string>> = {
  plain: () =>
    `<html>${jsonLd('{"@type":"Product","name":"A","offers":{"@type":"Offer","price":"9.90","priceCurrency":"EUR"}}')}`,
  nested: once(() => filled('<html>', '<div class="price">')),
  attributes: once(() => filled('<html><div ', 'a="$1" ')),
  'many-attributes': once(() =>
    filled(
      '<html>',
      `<i ${Array.from({ length: 1_000 }, (_, index) => `data-${index}="$${index}"`).join(' ')}>`,
    ),
  ),
  'json-nested': once(() => `<html>${jsonLd(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)}`),
  'json-objects': once(() => `<html>${jsonLd(`${'{"@graph":['.repeat(200_000)}${']}'.repeat(200_000)}`)}`),
  offers: once(() => {
    const offers = offer.repeat(Math.floor(4_000_000 / offer.length)).slice(0, -1)
    return `<html>${jsonLd(`{"@type":"Product","name":"A","offers":[${offers}]}`)}`
  }),
  'json-broken': once(() =>
    filled('<html>', `<script type="application/ld+json">{"@type":"Product",'name':"A",}</script>`),
  ),
  microdata: once(() =>
    filled('<html>', '<div itemscope itemtype="https://schema.org/Product" itemprop="offers">'),
  ),
  references: once(() =>
    filled('<html>', '<div itemscope itemtype="https://schema.org/Product" itemref="a b c" id="a">'),
  ),
  prices: once(() => filled('<html>', '<span>$1,234.56</span> <del>€9.99</del> ')),
  digits: once(() => filled('<html><p>$', '1,')),
  spaces: once(() => filled('<html><p>$', ' ')),
  scripts: once(() => filled('<html>', '<script>window.__STATE__={"price":1')),
  comments: once(() => filled('<html>', '<!--<!-')),
  tags: once(() => filled('<html>', '<')),
  entities: once(() => filled('<html><p>', '&#x24;&euro;&')),
  quotes: once(() => filled('<html>', '<a href="')),
  tables: once(() => filled('<html>', '<table><tr><td>Price<table>')),
  state: once(() => filled('<html><script>window.__INITIAL_STATE__=', '{"product":{"price":1,"a":')),
  title: once(() => filled('<html><title>', 'price $1 ')),
  selects: once(() => filled('<html>', '<button>Add to cart</button><select><option>')),
}

/** Returns 200 KB of nested JSON. */
export const nestedJson = once(() => '['.repeat(100_000) + ']'.repeat(100_000))

/** Returns 200 KB of text that makes an everyday pattern slow. */
export function hostileWords(kind: string): string {
  if (kind === 'spaces') return `status:${' '.repeat(200_000)}`
  if (kind === 'status') return 'status: up version: 1 '.repeat(10_000)
  return 'a'.repeat(200_000)
}
