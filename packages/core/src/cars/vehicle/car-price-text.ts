/** An amount in a text, with what the words beside it make of it. */
export interface SpokenAmount {
  /** The amount as a plain decimal string. */
  readonly amount: string
  readonly value: number
  readonly kind: 'price' | 'instalment' | 'down-payment' | 'deposit' | 'lease' | 'placeholder'
}

/** An amount: a currency before or behind, or digits with a separator, or the word `price` or `asking` before. */
const amountPattern =
  /(?<sign>(?:US|CA?|AU?)?[$€£₹]|\b(?:USD|CAD|AUD|EUR|GBP|INR|Rs\.?)|\b(?:price|asking)\b:?(?: only)?)?\s?(?<![\d.,])(?<digits>\d{1,3}(?:[ ,.'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?![\d])(?<thousands>\s?k\b)?(?<after>\s?(?:[€£₹$](?!\s?\d)|\b(?:USD|CAD|AUD|EUR|GBP|INR|dollars?|euros?|bucks|obo|o\.b\.o|firm|or best offer|negotiable)\b))?/gi

/** Words behind an amount. */
const behind: readonly (readonly [SpokenAmount['kind'], RegExp])[] = [
  [
    'instalment',
    /^\s*(?:\/|per|a|each|every|p\.?\s?)\s*(?:mo\b|mos\b|mth|month|wk\b|week|fortnight|bi-?week)|^\s*(?:monthly|weekly|bi-?weekly|pcm|pm\b|p\.m\.|mtl|im monat|par mois|al mes|emi\b)|^\s*(?:monthly )?(?:payments?|instal?lments?)\b/i,
  ],
  [
    'down-payment',
    /^\s*(?:cash |total |as |only |minimum )?(?:down\b|drive[- ]?off|drives? (?:it )?(?:home|off|away)|due at signing|moves you in|anzahlung)/i,
  ],
  [
    'deposit',
    /^\s*(?:refundable |non-?refundable |holding )?(?:deposit|to (?:hold|reserve)|holds (?:it|the)|reserves)/i,
  ],
  ['lease', /^\s*(?:lease|leasing)\b/i],
]

/** Words before an amount. */
const before: readonly (readonly [SpokenAmount['kind'], RegExp])[] = [
  ['lease', /\bleas(?:e|ing)\b(?: payments?)?(?: (?:from|for|at|as low as|starting at|only))*:?\s*$/i],
  [
    'down-payment',
    /\b(?:down ?payments?|down|anzahlung|acompte)\b(?: (?:of|as low as|low as|starting at|start at|from|at|is|are|only|just|required))*:?\s*$/i,
  ],
  [
    'instalment',
    /\b(?:monthly|weekly|payments?|instal?lments?|emi|monatsrate|rate)\b(?: (?:payments?|of|as low as|low as|starting at|start at|from|at|around|about|is|are|only|just))*:?\s*$/i,
  ],
  ['deposit', /\bdeposits?\b(?: (?:of|from|is|only|just|required))*:?\s*$/i],
]

/** Finds the amounts of money in a text. A number without a currency counts where nothing else is written. */
export function amountsIn(text: string): SpokenAmount[] {
  const found: SpokenAmount[] = []
  for (const match of text.matchAll(amountPattern)) {
    const { sign, digits = '', thousands, after } = match.groups ?? {}
    const end = match.index + match[0].length
    const kind = roleOf(
      text.slice(Math.max(0, match.index - 40), match.index),
      text.slice(end, end + 40),
      sign,
    )
    const isAlone = text.trim() === match[0].trim()
    if (sign === undefined && after === undefined && !isAlone && kind === 'price') continue
    if (isDistance(text.slice(end)) || isPartOfName(text, match)) continue
    const amount = plainDecimal(digits, thousands !== undefined)
    const value = Number(amount)
    // The `RS 5` is a car; no car costs so few rupees.
    if (sign?.trim() === 'RS' && value < maxModelNumber) continue
    found.push({ amount, value, kind })
  }
  return found
}

function roleOf(textBefore: string, textAfter: string, sign: string | undefined): SpokenAmount['kind'] {
  const follows = behind.find(([, pattern]) => pattern.test(textAfter))
  const precedes = before.find(([, pattern]) => pattern.test(textBefore))
  if (precedes?.[0] === 'lease') return 'lease'
  if (follows)
    return /\bleas(?:e|ing)\b/i.test(textAfter) && follows[0] === 'instalment' ? 'lease' : follows[0]
  // `$0 down $12,900`: what stands before belongs to the amount before it.
  const isTaken = /[\d$€£₹]\s*(?:cash )?down\s*$/i.test(textBefore)
  if (precedes && !isTaken && !/price|asking/i.test(sign ?? '')) return precedes[0]
  return 'price'
}

const isDistance = (textAfter: string): boolean => /^\s*(?:mi\b|miles?\b|km\b|kms\b|kilomet)/i.test(textAfter)

/** Numbers behind the letters `RS` up to this one are of a model, or a year. */
const maxModelNumber = 10_000

/** Checks whether a number without a sign belongs to the name of a car, such as the 250 of `F250` and the 4 of `RAV4`. */
const isPartOfName = (text: string, { index, 0: found, groups }: RegExpExecArray): boolean =>
  groups?.sign === undefined &&
  /^\d/.test(found) &&
  /\p{L}-?$/u.test(text.slice(Math.max(0, index - 2), index))

/** Writes digits as a plain decimal string: three digits behind a sign are thousands, one or two are decimals. */
function plainDecimal(digits: string, isThousands: boolean): string {
  const decimals = /[.,](\d{1,2})$/.exec(digits)?.[1]
  const whole = (decimals === undefined ? digits : digits.slice(0, -decimals.length - 1)).replace(/\D/g, '')
  const trimmed = whole.replace(/^0+(?=\d)/, '')
  if (!isThousands)
    return decimals === undefined || /^0+$/.test(decimals) ? trimmed : `${trimmed}.${decimals}`
  return `${trimmed}${(decimals ?? '').padEnd(3, '0')}`.replace(/^0+(?=\d)/, '')
}
