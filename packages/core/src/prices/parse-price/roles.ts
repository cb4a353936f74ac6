import type { Candidate } from './candidates.js'
import type { MarkedText } from './mentions.js'
import { isFreeDelivery, type PriceRole, rolesAfter, rolesBefore, wordsOf } from './price-words.js'

/** The length of the text beside an amount whose words give it a role. */
const reach = 44

/** Signs that give a role to the amount after them. */
const signsBefore: readonly (readonly [role: PriceRole, pattern: RegExp])[] = [
  [
    'per-unit',
    /(?:^|[( ])(?:\d+ ?)?\p{L}{1,4} ?=$|\d ?(?:g|ml|kg|l)(?:あたり|当たり|につき)$|(?:^|[^\p{L}])(?:per|pro) \p{L}{1,12}:?$/iu,
  ],
  [
    'multi-buy',
    /(?<![\d.,\p{L}])\d{1,3} ?(?:x|×|\/|(?:[\p{L}-]{1,15} ){0,4}(?:x|à|zu|of|for|für|pour|por|per|po|по|za|за|för|voor|de|da|di|von|van)(?: \p{L}{2,5})?)$/iu,
  ],
]

/** Signs that give a role to the amount before them. */
const signsAfter: readonly (readonly [role: PriceRole, pattern: RegExp])[] = [
  ['from', /^(?:\+(?! ?\p{L})|~ ?$)/u],
  ['per-unit', /^\/ ?(?:\d+ ?)?\p{L}|^(?:per|pro|je|за)(?!\p{L})/iu],
  ['multi-buy', /^(?:(?:for|für|pour|por|за|za) |[x×] ?)\d/iu],
]

/** The words that only follow a threshold of free delivery. */
const thresholdAfter =
  /^(?:以上|满|滿|이상|(?:ve )?üzeri|or more|spend|felett|(?:and|&) over|kaufwert|bestellwert)/iu

/** Removes the placeholders of currencies, and puts a letter for those of powers of ten: `/100g`. */
const withoutMarks = (text: string): string =>
  text.replace(/[\uE000-\uEFFF]+/g, '').replace(/[\uF000-\uF7FF]/g, 'k')

const rolesBySign = (signs: typeof signsBefore, text: string): readonly PriceRole[] =>
  signs.filter(([, pattern]) => pattern.test(text)).map(([role]) => role)

/** Returns the roles that the words and signs around an amount give it; `undefined` for a threshold of free delivery. */
export function rolesOf(
  { text, origin }: MarkedText,
  candidate: Candidate,
): readonly PriceRole[] | undefined {
  const { start, end } = candidate
  const ahead = withoutMarks(text.slice(Math.max(0, start - reach), start)).trimEnd()
  const behind = withoutMarks(text.slice(end, end + reach)).trimStart()
  const isSlashed = /^(?: ?[\uE000-\uEFFF])* ?\/ ?(?:\d+ ?)?[\uE000-\uEFFF](?! ?\d)/.test(text.slice(end))
  const [wordsAhead, wordsBehind] = [wordsOf(ahead), wordsOf(behind)]
  const saidAfter = rolesAfter(wordsBehind, origin).filter(
    (role) => role !== 'surcharge' || isSurcharge(ahead, wordsBehind),
  )
  const roles = [
    ...(ahead ? [...rolesBefore(wordsAhead, origin), ...rolesBySign(signsBefore, ahead)] : []),
    ...(behind ? [...saidAfter, ...rolesBySign(signsAfter, behind)] : []),
    // The unit may be a letter that stands for a currency elsewhere: `5.99 €/L`.
    ...(isSlashed ? (['per-unit'] as const) : []),
  ]
  const isBound = roles.includes('over') || roles.includes('from')
  if ((isBound || wordsAhead.at(-1) === 'min') && isFreeDelivery(wordsAhead)) return undefined
  const isThreshold = roles.includes('over') || thresholdAfter.test(behind) || /[满滿]$/.test(ahead)
  return isThreshold && isFreeDelivery(wordsBehind) ? undefined : roles
}

/** Checks for a surcharge: `+ £3.99 delivery`. In `24,99 € Versand frei` the word belongs to what follows. */
const isSurcharge = (ahead: string, wordsBehind: readonly string[]): boolean =>
  wordsBehind.length <= 3 || /(?:\+|&|plus|zzgl\.?|exkl\.?|excl\.?)$/i.test(ahead)
