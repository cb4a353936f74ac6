import { namesCurrency } from '@telltale/core/prices'
import { inheritedFlag } from '../../parse/ancestors.js'
import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { briefTextOf } from '../../parse/text.js'
import { type PriceHints, readPriceText, type StatedPrice } from '../../values/price-text.js'
import { maxPriceChars, readBriefPrice } from './brief-price.js'
import { showsOtherProducts } from './other-products.js'
import { widenToPrice } from './plain-prices.js'
import { type PricePurpose, pricePurposeOf } from './price-purpose.js'
import { strikeElements } from './price-words.js'

/** A price beside the product that not everyone pays, or not for the whole product. */
export interface SpecialPrice {
  readonly purpose: PricePurpose
  readonly price: StatedPrice
  /** The measure of a unit price as the page writes it, such as `100 g`. */
  readonly measure?: string
}

/** The maximum number of elements of one page that are read. */
const maxElements = 200

/** The maximum number of such prices of one page. */
const maxSpecials = 30

/** A price for a measure: `3,28 € / 100 g`, `$0.70 per fl oz`. */
const forMeasure =
  /^[(\s]{0,3}(.*?\d[^/\d]{0,6})(?:\s?\/\s?|\s(?:per|pro|je|por|par|al|за)\s)((?:\d[\d.,]*\s?)?\p{L}[\p{L}. ]{0,12})\W*$/iu

/** A time that one of several payments is for. */
const period =
  /^(?:mo(?:nth)?|monat|mtl|mois|mes|mese|mês|maand|mån(?:ad)?|mnd|md|mies(?:iąc)?|měsíc|hó|мес\p{L}*|week|woche|year|yr|jahr|day|tag|night)(?!\p{L})/iu

/** Finds the prices beside the product that only members pay, or only with a coupon, a subscription or by instalments. */
export function findSpecialPrices({ withDigits }: Page, hints: PriceHints): readonly SpecialPrice[] {
  const isOfOtherProduct = inheritedFlag((element) => showsOtherProducts(element) || undefined)
  const found: SpecialPrice[] = []
  for (const element of new Set(withDigits.slice(0, maxElements).map((each) => widenToPrice(each)))) {
    const special = isOfOtherProduct(element) ? undefined : readSpecialPrice(element, hints)
    if (special && found.push(special) === maxSpecials) break
  }
  return found
}

function readSpecialPrice(element: PageElement, hints: PriceHints): SpecialPrice | undefined {
  if (strikeElements.has(element.name)) return undefined
  const text = briefTextOf(element)
  if (text.length > maxPriceChars || !/\d/.test(text) || !namesCurrency(text)) return undefined
  // Most prices are for everyone, and to tell takes less than to read them.
  if (!forMeasure.test(text) && pricePurposeOf(element, text) === undefined) return undefined
  const whole = readBriefPrice(text, hints)
  if (typeof whole !== 'object') return readUnitPrice(text, hints)
  const purpose = pricePurposeOf(element, text)
  if (purpose === undefined) return undefined
  const around =
    purpose === 'unit' && element.parent ? briefTextOf(element.parent).slice(0, maxPriceChars) : ''
  return readUnitPrice(around.slice(Math.max(0, around.indexOf(text))), hints) ?? { purpose, price: whole }
}

function readUnitPrice(text: string, hints: PriceHints): SpecialPrice | undefined {
  const [, money = '', measure] = text.length < maxPriceChars ? (forMeasure.exec(text) ?? []) : []
  const price = measure === undefined ? undefined : readPriceText(money, hints)
  if (typeof price !== 'object' || !measure) return undefined
  return period.test(measure) ? { purpose: 'instalment', price } : { purpose: 'unit', price, measure }
}
