import type { PageElement } from '../../parse/nodes.js'
import type { StartTag } from '../../parse/start-tag.js'

/** The elements of HTML that strike their text through. */
export const strikeElements: ReadonlySet<string> = new Set(['del', 's', 'strike'])

/** Words that mark a price of something else, such as the shipping, or a part of a price, such as an instalment. */
export const otherPriceWords =
  /\b(bulk|ship(ping)?|deliver(y|ed)?|versand|sav(e|ed|ing|ings)|discount|unit|per|instal+ments?|emi|month(ly)?|financ\w*|excl\w*|ex (tax|vat)|deposit|as ?low|lowest|totals?|subtotal|mini ?cart|coupon|gift|points|filter|slider|member|loyalty|club|trade|exchange|used|sellers?|alert|bundle|warranty|protection|accessor\w*)\b/i

/** Words and styles that mark a former or a recommended price. */
export const oldPriceWords =
  /(?<!\p{L})(was|old|original|list ?price|suggested|m\.?r\.?p|msrp|rrp|srp|uvp|statt|strike\w*|struck|crossed|before|compare|previous|prev|former\w*|reg|vorher|bisher|avant|ancien|conseillé|recommandé|antes|anterior|recomendado|de lista|prima|consigliato|listino|adviesprijs|førpris|tidigare|rek\.? ?pris|poprzednia|původně|eredeti|было|старая)(?!\p{L})|line-through/iu

/** Words that call an amount the price. */
export const priceWords =
  /\b(price|preis|prix|precio|prezzo|pre[cç]o|prijs|now|today|цена|ár|cena|pris|fiyat|harga)\b/i

/**
 * Returns the words of an element's class, id, `itemprop`, `data-testid` and style. Camel case, hyphens and underscores
 * are split: `productPrice-old` gives `product Price old`.
 */
export function attributeWords({ attributes }: PageElement): string {
  const { class: classes = '', id = '', itemprop = '', style = '' } = attributes
  const strike = attributes['data-a-strike'] === 'true' ? 'strike' : ''
  return `${classes} ${id} ${itemprop} ${attributes['data-testid'] ?? ''} ${strike} ${style}`
    .slice(0, 500)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
}

/** Elements share their tags, so that each tag is matched once. */
const isOldPriceByTag = new WeakMap<StartTag, boolean>()

/** Checks whether an element's own tag marks it as an old price: by its name, or by a word in its attributes. */
export function hasOldPriceTag(element: PageElement): boolean {
  const isOld =
    isOldPriceByTag.get(element.tag) ??
    (strikeElements.has(element.name) || oldPriceWords.test(attributeWords(element)))
  isOldPriceByTag.set(element.tag, isOld)
  return isOld
}
