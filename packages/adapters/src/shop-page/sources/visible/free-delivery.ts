import type { Page } from '../../parse/page.js'
import { briefTextOf, maxBriefChars } from '../../parse/text.js'
import { type PriceHints, readPriceText, type StatedPrice } from '../../values/price-text.js'

/** Words of delivery that is free from some value of the order on, up to that value. */
const freeFromWords =
  /(?:free (?:\p{L}+ )?(?:shipping|delivery)|(?:kostenlose[rn]?|gratis|versandkostenfreie?r?) ?(?:versand|lieferung)?|livraison (?:gratuite|offerte)|envío gratis|spedizione gratuita|frete grátis|gratis (?:verzending|bezorging|frakt)|darmowa dostawa|doprava zdarma|бесплатная доставка|безкоштовна доставка)\b.{0,25}?(?:over|above|from|of|ab|von|über|dès|partir d[e']|desde|a partir de|oltre|da|vanaf|över|od|nad|от|від)\s*(\S{0,4} ?\d[\d.,' ]*\s?\S{0,4})/iu

/** The maximum number of elements of one page that are read. */
const maxElements = 200

/** Returns the value of an order from which on the page says that delivery is free. */
export function readFreeDelivery({ withDigits }: Page, hints: PriceHints): StatedPrice | undefined {
  for (const element of withDigits.slice(0, maxElements)) {
    const text = briefTextOf(element)
    const [, amount = ''] = text.length > maxBriefChars ? [] : (freeFromWords.exec(text) ?? [])
    const price = amount === '' ? undefined : readPriceText(amount.trim().replace(/[.,!]$/, ''), hints)
    if (typeof price === 'object') return price
  }
  return undefined
}
