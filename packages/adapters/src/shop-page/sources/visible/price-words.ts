import type { PageElement } from '../../parse/nodes.js'
import type { StartTag } from '../../parse/start-tag.js'

/** The elements of HTML that strike their text through. */
export const strikeElements: ReadonlySet<string> = new Set(['del', 's', 'strike'])

/** Words that mark a price of something else, such as the shipping, or a part of a price, such as an instalment. */
const otherPriceWords =
  /\b(bulk|ship(ping)?|deliver(y|ed)?|versand|sav(e|ed|ing|ings)|discount(?!(ed)? (final )?price)|unit|per|instal+ments?|emi|month(ly)?|financ\w*|excl\w*|ex (tax|vat)|deposit|as ?low|lowest|totals?|subtotal|mini ?cart|coupon|gift|points|filter|slider|member|loyalty|club|trade|exchange|used|sellers?|alert|bundle|warranty|protection|accessor\w*)\b/i

/** The same words in other languages. */
const otherPriceWordsAbroad =
  /(?<!\p{L})(?:versandkosten|lieferung|livraison|économi\p{L}*|envío|ahorra\p{L}*|spedizione|consegna|risparmi\p{L}*|frete|entrega|economi[az]e?|verzend\p{L}*|bezorg\p{L}*|bespaar|frakt\p{L}*|spara|dostaw\p{L}*|oszczęd\p{L}*|doprav\p{L}*|ušetř\p{L}*|szállítás\p{L}*|livrare|kargo|доставк\p{L}*|эконом\p{L}*|скидк\p{L}*|توصيل|الشحن|وفر|najniższa|niedrigster|prix le plus bas|laagste|lägsta|nejnižší|giảm|送料|配送|运费)(?!\p{L})/iu

/** Checks for words of a price that is not the product's. */
export const saysOtherPrice = (words: string): boolean =>
  otherPriceWords.test(words) || otherPriceWordsAbroad.test(words)

/** Words that call a price the one without a reduction: the current one where no lower one stands beside it. */
export const regularPriceWords =
  /(?<!\p{L})(?:regular|normal(?:preis|price|pris)?|full price|standard price|prix normal|precio normal|обычная|ordinarie)(?!\p{L})/iu

/** Words and styles that mark a former or a recommended price. */
export const oldPriceWords =
  /(?<!\p{L})(was|old|original|list ?price|suggested|m\.?r\.?p|msrp|rrp|srp|uvp|statt|strike\w*|struck|crossed|before|compare|previous|prev|former\w*|reg|vorher|bisher|avant|ancien|conseillé|recommandé|antes|anterior|recomendado|de lista|prima|consigliato|listino|adviesprijs|førpris|tidigare|rek\.? ?pris|poprzednia|původně|eredeti|было|старая|стара|est(?:imated)?\.? (?:retail )?value|retail (?:price|value)|valued at|instead of|au lieu de|invece di|en lugar de|barré|durchgestrichen|eski|giá (?:gốc|cũ)|بدلا من|السعر (?:السابق|القديم|قبل)|السابق)(?!\p{L})|line-through|原价|原價|定価|参考価格|通常価格|정가|ราคาปกติ/iu

/** Words that call an amount the price. */
export const priceWords =
  /\b(price|preis|prix|precio|prezzo|pre[cç]o|prijs|now|today|цена|ár|cena|pris|fiyat|harga)\b/i

/** Elements share their tags, so that each tag is matched once. */
const isOldPriceByTag = new WeakMap<StartTag, boolean>()

/** Checks whether an element's own tag marks it as an old price: by its name, or by a word in its attributes. */
export function hasOldPriceTag(element: PageElement): boolean {
  const isOld =
    isOldPriceByTag.get(element.tag) ??
    (strikeElements.has(element.name) || oldPriceWords.test(element.tag.words))
  isOldPriceByTag.set(element.tag, isOld)
  return isOld
}
