import type { Element } from 'domhandler'
import { type Amount, type PriceHints, readPriceText } from './amount.js'
import { ancestorsOf, isUnseen, type Page, textOf } from './page.js'

/** A place of the page that is marked as a price, by a class, an id or the like. */
export interface PriceMark {
  readonly element: Element
  /**
   * - `current`: one price, without a doubt
   * - `was`: a price that is crossed out, or called old
   * - `doubtful`: money, but not one price: a range, several amounts, `from $5`
   */
  readonly kind: 'current' | 'was' | 'doubtful'
  /** The price; absent when it is doubtful. */
  readonly price?: Amount
}

/** The most marked places that are looked at on one page. */
const mostMarks = 5_000

/** A longer text is no price tag. */
const longestTag = 80

const marking = /price|preis|prix|precio|prezzo|pre[cç]o|prijs|\bmsrp\b|\bmrp\b|\brrp\b|\buvp\b/i

const crossing = new Set(['del', 's', 'strike'])

/** Words that make an amount the price of something else, or a part of it. */
const otherWords =
  /\b(ship(ping)?|deliver(y|ed)?|versand|sav(e|ed|ing|ings)|discount|unit|per|instal+ments?|emi|month(ly)?|financ\w*|excl\w*|ex (tax|vat)|deposit|as ?low|lowest|totals?|subtotal|mini ?cart|coupon|gift|points|filter|slider|member|loyalty|club|trade|exchange|used|sellers?|alert|bundle|warranty|protection|accessor\w*)\b/i

const wasWords =
  /\b(was|old|original|list price|msrp|rrp|uvp|statt|strike\w*|struck|crossed|before|compare|mrp|previous|prev|former)\b/i

/** The words of an element's class, id and the like, parted where their author parted them: `productPrice-old`. */
function wordsOf({ attribs }: Element): string {
  const { class: classes = '', id = '', itemprop = '' } = attribs
  return `${classes} ${id} ${itemprop} ${attribs['data-testid'] ?? ''}`
    .slice(0, 500)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
}

/** Every place of the page that is marked as a price, in the order of the page. */
export function findPriceMarks({ visible }: Page, hints: PriceHints): readonly PriceMark[] {
  const marked = visible
    .filter((element) => crossing.has(element.name) || marking.test(wordsOf(element)))
    .slice(0, mostMarks)
  const isMarked = new Set(marked)
  const done = new Set<Element>()
  const marks: PriceMark[] = []
  for (const element of marked) {
    const around = [element, ...ancestorsOf(element)]
    if (around.some((one) => done.has(one))) continue
    const text = textOf(element, longestTag + 1)
    const words = `${wordsOf(element)} ${text}`
    const isOther = text.length <= longestTag && otherWords.test(words)
    const whole = isOther ? undefined : readTag(text, hints)
    if (isOther || typeof whole === 'object') done.add(element)
    if (isOther) continue
    // What stands in a wider place beside other marked places, such as a crossed-out price, is read by itself.
    const own = textOf(element, longestTag + 1, (inner) => isUnseen(inner) || isMarked.has(inner))
    const price = typeof whole === 'object' ? whole : readTag(own, hints)
    const isWas = around.some(({ name }) => crossing.has(name)) || wasWords.test(words)
    if (price === 'doubtful') marks.push({ element, kind: 'doubtful' })
    else if (price) marks.push({ element, kind: isWas ? 'was' : 'current', price })
  }
  return marks
}

/** The most letters beside the price on its tag: `Our price incl. VAT:`. A sentence is about something else. */
const mostLetters = 24

function readTag(text: string, hints: PriceHints): Amount | 'doubtful' | undefined {
  if (text.length > longestTag || text.replace(/\P{L}/gu, '').length > mostLetters) return undefined
  // Shops write a price twice, once for the eye and once for a screen reader.
  const [, once = text] = /^(.+?) ?\1$/.exec(text) ?? []
  return readPriceText(once, hints)
}
