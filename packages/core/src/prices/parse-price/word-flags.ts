import { abbreviation, type Candidate } from './candidates.js'
import type { PriceFlag } from './flags.js'

/** The words of each flag, right before an amount and right after it, as sources of regular expressions. */
const words: readonly (readonly [flag: PriceFlag, before: string, after: string])[] = [
  [
    'from',
    '(?:from|over|above|more than|(?:start|beginn)ing at|ab|à partir de|dès|desde|a partir de|da|od|от|від|från|fra|vanaf|alkaen|από)',
    '(?:\\+(?! ?\\p{L})|起|から|~)',
  ],
  ['up-to', '(?:up to|under|below|bis(?: zu)?|hasta|até|fino a|до)', '(?:&|and|or) (?:under|less|below)'],
  [
    'per-unit',
    '(?:(?:per|pro) \\p{L}{1,12}|je|(?:\\d+ ?)?\\p{L}{1,4} ?=)',
    '(?:/ ?(?:\\d+ ?)?\\p{L}|(?:per|pro|je|each|a month|за)(?!\\p{L}))',
  ],
  [
    'multi-buy',
    '(?:(?:no ?cost )?emi(?: at| of)?|instal+ments? of|(?:cuotas|parcelas|mensualités) de|raten (?:von|zu)|\\d{1,3} ?(?:x(?: de)?|×|(?:\\p{L}{1,15} ){0,2}(?:for|für|pour|por|per|za|за|för|voor)(?: \\p{L}{2,5})?))',
    '(?:(?:for|für|pour|por|за|za) |x ?)\\d',
  ],
  ['discount', '(?:saved?|sie sparen|ahorras?|скидка):?', '(?:off|rabatt|korting|descuento)(?!\\p{L})'],
  ['abbreviated', '(?!)', abbreviation],
]

const patterns = /* @__PURE__ */ words.map(
  ([flag, before, after]) =>
    [flag, new RegExp(`(?<![\\p{L}\\d.,])${before} ?$`, 'iu'), new RegExp(`^ ?${after}`, 'iu')] as const,
)

/** Returns the flags that the words right before and right after an amount give. */
export function wordFlags(text: string, { from, start, end, to }: Candidate): readonly PriceFlag[] {
  // A word may stand between the sign and the number (`€ ab 5`), or between the number and the sign (`1.5 million €`).
  const before = [from, start].map((at) => text.slice(Math.max(0, at - 48), at))
  const after = [end, to].map((at) => text.slice(at, at + 24))
  return patterns
    .filter(
      ([, ahead, behind]) =>
        before.some((part) => ahead.test(part)) || after.some((part) => behind.test(part)),
    )
    .map(([flag]) => flag)
}
