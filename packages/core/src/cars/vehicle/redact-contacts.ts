import { knownMake } from './make-and-model.js'

/** The names that are known to be of the seller. */
export interface RedactContactsOptions {
  /** The names of the seller, such as `['Ann Example']`, wherever they stand in the text. @default none */
  readonly names?: readonly string[]
}

/** The longest text that is read, in characters; what is behind is cut off, so that nothing passes unread. */
const maxChars = 20_000

/** A VIN, a stock number or another number with its name before it. They are never a phone number. */
const ownNumber =
  /\b(?=[A-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}\b|\b(?:stock|stk|vin|ref|reference|listing|item|part|inventory|unit)\b(?: ?(?:id|number|no|nr))?\.?\s?[#:]?\s?#?[A-Z0-9-]{3,20}|#\s?[A-Z0-9-]{3,20}/gi

/** An e-mail address, also one that was spelled to escape programs: `ann (at) mail (dot) example`. */
const email =
  /[\p{L}\p{N}_.+-]{1,64}(?:\s?@\s?|\s?[([{]\s?at\s?[)\]}]\s?|\sat\s(?=[\p{L}\p{N}-]{1,63}(?:\s?[([{]\s?dot|\sdot\s)))[\p{L}\p{N}-]{1,63}(?:(?:\.|\s?[([{]\s?(?:dot|punkt)\s?[)\]}]\s?|\sdot\s)[\p{L}\p{N}-]{2,63}){1,4}/giu

/** A name at a messenger or a social network. */
const account =
  /\b(?:whats ?app|telegram|instagram|insta|snap(?:chat)?|facebook|messenger|signal|viber|skype|wechat)\b\s?[:@]\s?@?[\w.]{3,40}|(?<![\w@.])@[a-z_][\w.]{2,40}/gi

/** Digits and what people write between those of a phone number. Its grouping decides what it is. */
const digits = /(?<![\w$€£₹.,])(?:[$€£₹]\s?)?[+(]{0,2}\d(?:[\d\s().\-–/·]{5,24})\d(?![\w%])/g

/** A number of a free line in letters: `1-800-BUY-CARS`. */
const vanity = /\b(?:1[-. ])?8(?:00|33|44|55|66|77|88)[-. ](?=[A-Z\d-]*[A-Z])[A-Z\d][A-Z\d-]{5,9}[A-Z\d]\b/g

/** A number that is spelled out: seven or more digits in words. */
const spelled = /\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[\s,.-]{0,3}){7,15}/gi

/** A name behind words that announce one. Titles of cars capitalize their words as well, so that only these count. */
const announced =
  /\b(ask(?:ing)? for|call|text|contact|speak (?:to|with)|talk (?:to|with)|my name is|name is|(?:seller|owner|salesman|sales rep|agent)(?:'s name)?(?: is|:)|seller name:?|sold by|mrs?\.?|ms\.?|dr\.?|herrn?|frau|ansprechpartner(?:in)?:?|kontakt:?|demandez|demander|appelez|contactez|llamar a|preguntar por|vraag naar|bel met|chiedere di)(\s+)((?:\p{Lu}[\p{L}'’-]{1,30}\.?)(?:\s\p{Lu}[\p{L}'’-]{0,30}\.?){0,2})/giu

/** Words that follow such an announcement and are no name. */
const noName =
  /^(?:now|us|me|me|today|dealer\w*|sales|for|or|and|the|our|your|my|at|on|to|in|if|before|after|price|pricing|details|info|more|anytime|any|only|one|clean|clear|title|new|used|low|must|please|this|his|her|seller|owner|manager|office|number|motivated|asap|directly|with|store|message|messages|call|text|email|mail|is|was|no|not|a|an|it|all|best|first|great|certified|auto|autos|automotive|motors?|cars?)$/i

/**
 * Replaces the contacts of a seller in a text: phone numbers by `[phone]`, e-mail addresses and accounts by `[email]` and
 * `[account]`, and names by `[name]`, where words such as `ask for` announce them or `names` has them. VINs, prices,
 * mileages, years and stock numbers stay. The first 20,000 characters are kept.
 *
 * @example
 * ```ts
 * import { redactContacts } from '@telltale/core/cars/vehicle'
 *
 * console.log(redactContacts('2016 Camry SE, 45,000 mi, $12,900, call Ann (555) 010-4477'))
 * // 2016 Camry SE, 45,000 mi, $12,900, call [name] [phone]
 * ```
 */
export function redactContacts(text: string, { names = [] }: RedactContactsOptions = {}): string {
  const kept: string[] = []
  const keep = (found: string) => `\uE000${String.fromCharCode(0xe100 + kept.push(found) - 1)}`
  const masked = text
    .slice(0, maxChars)
    .replace(/[\uE000-\uF8FF]/g, ' ')
    .replace(ownNumber, (found) => (kept.length < maxKept ? keep(found) : found))
  const redacted = withoutNames(masked, names)
    .replace(email, '[email]')
    .replace(account, '[account]')
    .replace(digits, redactPhones)
    .replace(vanity, '[phone]')
    .replace(spelled, '[phone]')
    .replace(announced, redactAnnounced)
  return redacted.replace(
    /\uE000([\uE100-\uF8FF])/g,
    (_, at: string) => kept[at.charCodeAt(0) - 0xe100] ?? '',
  )
}

/** The number of VINs and stock numbers that are kept of one text. */
const maxKept = 1_000

/** Replaces names that are known. The name of a make is no seller's: it would take the car out of its own title. */
function withoutNames(text: string, names: readonly string[]): string {
  let left = text
  for (const name of names) {
    const plain = name.trim()
    if (plain.length < 3 || knownMake(plain) !== undefined) continue
    const pattern = plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
    left = left.replace(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'), '[name]')
  }
  return left
}

function redactAnnounced(all: string, cue: string, space: string, name: string): string {
  const words = name.split(/\s/)
  // `CALL NOW` and `Contact Dealer`: in a title every word may be a capital.
  const end = words.findIndex((word) => !isName(word))
  const count = end < 0 ? words.length : end
  if (count === 0) return all
  return [`${cue}${space}[name]`, ...words.slice(count)].join(' ')
}

/** Checks for a word that may be a name: a capital and small letters, no make and none of the usual words. */
const isName = (word: string): boolean =>
  /^\p{Lu}[\p{L}'’-]*\.?$/u.test(word) &&
  !noName.test(word.replace(/\.$/, '')) &&
  knownMake(word) === undefined

/** Replaces the phone numbers among numbers that stand side by side, the longest first: `555-010-4477 2016`. */
function redactPhones(found: string): string {
  if (/^[$€£₹]/.test(found)) return found
  const groups = [...found.matchAll(/(?:[+(]{0,2})?\d+/g)]
  for (let start = 0; start < groups.length; start += 1)
    for (let end = groups.length - 1; end >= start; end -= 1) {
      const from = groups[start]?.index ?? 0
      const to = (groups[end]?.index ?? 0) + (groups[end]?.[0].length ?? 0)
      if (isPhone(found.slice(from, to)))
        return `${found.slice(0, from)}[phone]${redactPhones(found.slice(to))}`
    }
  return found
}

/** A date, which may be followed by another. */
const date = /^\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d/

/** Checks whether digits with their separators are a phone number, by how they are grouped. */
function isPhone(text: string): boolean {
  const groups = text.match(/\d+/g) ?? []
  const count = groups.join('').length
  if (count < 7 || count > 15 || date.test(text)) return false
  if (/^\(?\+1/.test(text)) return count === 11
  if (/^\(?\+/.test(text)) return count >= 8 && count <= 13
  if (/^00[1-9]/.test(text)) return count >= 9
  // A number of a country with its trunk prefix: 0171 2345678, 06 12 34 56 78, (0)499 - 422176.
  if (/^\(?0(?!00)/.test(text)) return count >= 9 && count <= 12
  return isGroupedAsPhone(text, groups)
}

/** Checks the ways in which numbers without a prefix are grouped. */
function isGroupedAsPhone(text: string, groups: readonly string[]): boolean {
  const sizes = groups.map((group) => group.length).join(' ')
  // North America: (555) 010-4477, 555.010.4477, 1 555 010 4477, 010-4477; without separators, ten or eleven digits.
  if (/^(?:1 )?3 3 4$|^3 7$|^6 4$/.test(sizes)) return /^(?:1 )?[2-9]|^\(/.test(groups.join(' '))
  if (sizes === '3 4') return /^[2-9]\d\d[-.–]\d{4}$/.test(text)
  if (groups.length === 1) return /^1?[2-9]\d{9}$/.test(text)
  // India: 98765 43210; Southern Europe: 612 345 678, 612 34 56 78.
  return /^[6-9]/.test(text) && /^(?:5 5|4 3 3|3 2 2 2)$|^3 3 3$/.test(sizes) && !text.includes('.')
}
