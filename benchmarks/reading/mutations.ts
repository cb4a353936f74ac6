import { createHash } from 'node:crypto'
import { type Cheerio, type CheerioAPI, load } from 'cheerio'
import { type Element, isText } from 'domhandler'

/** The changes that a shop may make to its pages without changing a price: the right result stays the same. */
export const mutations: Readonly<Record<string, (html: string) => string>> = {
  'classes renamed': changed(renameClasses),
  'blocks moved': changed(moveBlocks),
  'JSON-LD dropped': changed(($) => $('script[type*="ld+json"]').remove()),
  'other prices added': changed(addOtherPrices),
  'locale changed': changed(changeLocale),
}

function changed(change: (page: CheerioAPI) => unknown): (html: string) => string {
  return (html) => {
    const page = load(html)
    change(page)
    return page.html()
  }
}

/** Renames every class consistently, as a build with hashed classes does. */
function renameClasses($: CheerioAPI): void {
  const renamed = (name: string) => `c${createHash('md5').update(name).digest('hex').slice(0, 6)}`
  $('[class]').each((_, element) => {
    const names = ($(element).attr('class') ?? '').split(/\s+/).filter(Boolean)
    $(element).attr('class', names.map(renamed).join(' '))
  })
}

/** Reverses the blocks of the page and wraps them anew, down to the third level of the largest. */
function moveBlocks($: CheerioAPI): void {
  let around: Cheerio<Element> = $('body').first()
  for (let level = 0; level < 3 && around.length > 0; level += 1) {
    const blocks = around.children('div, section, main, article, header, footer, form').toArray()
    const sizes = blocks.map((block) => $(block).find('*').length)
    for (const block of blocks.toReversed())
      around.append($('<div></div>').append($('<div></div>').append(block)))
    const largest = blocks[sizes.indexOf(Math.max(...sizes))]
    around = largest ? $(largest) : $<Element, string>('none')
  }
}

const others = ['Blue Lantern', 'Garden Chair', 'Travel Mug', 'Desk Lamp', 'Wool Scarf', 'Tea Caddy']

/**
 * Adds cards of other products, with prices in the page's own currency, before, right after and below the product. No class
 * name gives them away: some say `related`, some a name for the shop's own prices, some nothing.
 */
function addOtherPrices($: CheerioAPI): void {
  const [, before = '', , after = ''] =
    /([$€£₹]|EGP|Ft|руб\.?) ?(\d[\d.,]*)|\d[\d.,]* ?([$€£₹]|EGP|Ft|руб\.?)/.exec($('body').text()) ?? []
  const sign = before || after || '$'
  const card = (priceClass: string) => (name: string, at: number) =>
    `<li><a href="/p/other-${at}"><img alt="${name}"><span>${name}</span></a><span class="${priceClass}">${sign}${at + 3}7.5${at}</span></li>`
  const block = (heading: string, ofBlock: string, ofPrice: string) =>
    `<section class="${ofBlock}"><h2>${heading}</h2><ul>${others.map(card(ofPrice)).join('')}</ul></section>`
  $('h1')
    .first()
    .parent()
    .parent()
    .after(block('Customers also viewed', 'row', 'price'))
  $('body')
    .prepend(block('Today in our shop', 'row', 'amount'))
    .append(block('You may also like', 'related', 'price'))
}

const numberAlone = /^(\s*[^\d\p{L}]{0,3}\s*)(\d{1,3}(?:,\d{2,3})+|\d+)(?:\.(\d\d))?(\s*[^\d\p{L}]{0,3}\s*)$/u
const numberAmongWords = /(?<![\d.,])(\d{1,3}(?:,\d{3})*)\.(\d\d)(?![\d.,])/g

/** Marks the page as German, and writes `1.299,00 €` for `€1,299.00`, also among words. Leaves data for machines. */
function changeLocale($: CheerioAPI): void {
  $('html').attr('lang', 'de-DE')
  const texts = $('body *:not(script, style, noscript)').contents().toArray().filter(isText)
  for (const node of texts) {
    if (node.data.trim() === '.') node.data = node.data.replace('.', ',')
    const [, ahead = '', whole, cents, behind = ''] = numberAlone.exec(node.data) ?? []
    if (whole === undefined)
      node.data = node.data.replace(
        numberAmongWords,
        (_, units: string, hundredths: string) => `${units.replaceAll(',', '.')},${hundredths}`,
      )
    // A page that writes a comma before its cents is left as it is.
    if (whole === undefined || /,\d\d$/.test(whole)) continue
    const number = whole.replaceAll(',', '.') + (cents === undefined ? '' : `,${cents}`)
    node.data = /\p{Sc}/u.test(ahead) ? `${number} ${ahead.trim()}` : ahead + number + behind
  }
}
