/** A phrase in a listing's text that is a warning. */
export interface WarningPhrase {
  /** The subject of the warning, such as `salvage title`. */
  readonly about: string
  /** The severity, from 0 to 1. */
  readonly severity: number
  /** The pattern of the phrase. */
  readonly pattern: RegExp
}

/**
 * The warnings about a car's title, in US and UK English. The classes are those of the US title brands (NMVTIS) and of the
 * salvage code of the Association of British Insurers. The severities are a ranking by this library.
 */
export const titlePhrases: readonly WarningPhrase[] = [
  phrase(
    'no title',
    1,
    'no title|title (?:is )?(?:lost|missing)|lost title|without (?:a )?title|bill of sale only',
  ),
  phrase('salvage title', 1, 'salvage|total(?:l?ed)?[ -]loss|cat(?:egory)? ?[abs]\\b'),
  phrase('flood damage', 1, 'flooded|flood[ -](?:damaged?|title|car|vehicle)|water damaged?'),
  phrase(
    'parts only',
    1,
    'parts (?:car|only)|for parts|spares or repairs?|junk title|certificate of destruction',
  ),
  phrase(
    'odometer not true',
    0.9,
    'odometer (?:rollback|discrepancy|not actual|broken)|tmu|true mileage unknown|not actual mileage',
  ),
  phrase(
    'lemon buyback',
    0.8,
    'lemon(?: law|[ -]titled?)|(?:is|was) a lemon|(?:lemon|manufacturer) buy ?back',
  ),
  phrase(
    'rebuilt title',
    0.7,
    '(?:re-?built|reconstructed|branded) title|title (?:is )?(?:re-?built|branded)|prior salvage',
  ),
  phrase('non-structural write-off', 0.5, 'cat(?:egory)? ?n\\b'),
  phrase('lien', 0.4, 'lien(?! ?(?:free|release))|still owe|outstanding finance'),
]

/** The warnings about a car's condition, in English. The severities are a ranking by this library. */
export const conditionPhrases: readonly WarningPhrase[] = [
  phrase(
    'does not run',
    1,
    "(?:does ?n[o']?t|doesn.t|not) (?:run|running|start|drive)|non[ -]runner|inoperable|needs (?:a )?tow",
  ),
  phrase(
    'engine trouble',
    0.9,
    '(?:blown|seized|bad|needs(?: a)?(?: new)?) (?:engine|motor|head ?gasket)|head ?gasket (?:leak|blown)|knocking|overheats',
  ),
  phrase(
    'transmission trouble',
    0.9,
    '(?:bad|slipping|needs(?: a)?(?: new)?) (?:transmission|gearbox|clutch)|transmission slips',
  ),
  phrase('frame damage', 0.9, '(?:frame|structural|unibody) (?:damage|rust|rot)'),
  phrase('airbags deployed', 0.9, 'air ?bags? (?:deployed|missing|light)'),
  phrase(
    'accident',
    0.6,
    'accidents?|wreck(?:ed)?|collision(?! (?:alert|assist|avoidance|braking|mitigation|prevention|system|warning))|front[ -]end damage|rear[ -]end(?:ed| damage)',
  ),
  phrase('mechanic special', 0.8, 'mechanics?.? special|project car|fixer[ -]upper'),
  phrase(
    'fails inspection',
    0.6,
    '(?:fail(?:s|ed)?|(?:wo ?n.?t|will not) pass) (?:inspection|smog|emissions|mot)|no mot',
  ),
  phrase('warning light', 0.5, '(?:check engine|warning|abs|srs) (?:light|lamp)|cel (?:is )?on'),
  phrase('sold as is', 0.3, 'as[ -]is\\b|sold as seen'),
  phrase('rust', 0.3, 'rust(?:y|ed)?\\b|corrosion'),
  phrase('leak', 0.4, '(?:oil|coolant|fluid) leaks?|leaks? (?:oil|coolant)'),
]

function phrase(about: string, severity: number, source: string): WarningPhrase {
  return { about, severity, pattern: new RegExp(`\\b(?:${source})`, 'gi') }
}

/** A warning found in a text. */
export interface FoundPhrase extends Pick<WarningPhrase, 'about' | 'severity'> {
  /** The excerpt of the text, with some context. */
  readonly quote: string
}

/** The end of a clause. A negation holds within its clause, unless `or` or `nor` continues it. */
const clauseEnd = /[.;!?\n]|,(?!\s*n?or\b)|\bbut\b|\bhowever\b/i
/** A negation before a phrase, as in `no accidents` or `has never been in a wreck`. */
const negationBefore = /\b(?:no|not|non|never|zero|without|free of|0|isn.?t|hasn.?t)\b.{0,28}$/i
/** A negation after a phrase, as in `accident-free` or `rust: none`. */
const negationAfter = /^\s*(?:-?\s?free\b|-?proof|:\s?(?:no|none|0)\b)/i
/** A phrase that begins with a negation itself, such as `no title`. It is a warning as it stands. */
const startsNegated = /^(?:no|not|without)\b/i

/** Finds the phrases in a text that are not negated: each subject once, the most severe first. */
export function findPhrases(text: string, phrases: readonly WarningPhrase[]): readonly FoundPhrase[] {
  return phrases
    .flatMap(({ about, severity, pattern }) => {
      const match = [...text.matchAll(pattern)].find(({ index, 0: found }) => !isNegated(text, index, found))
      return match ? [{ about, severity, quote: quoteOf(text, match.index, match[0].length) }] : []
    })
    .sort((a, b) => b.severity - a.severity)
}

function isNegated(text: string, at: number, phrase: string): boolean {
  if (startsNegated.test(phrase)) return false
  const clause =
    text
      .slice(Math.max(0, at - 48), at)
      .split(clauseEnd)
      .at(-1) ?? ''
  return negationBefore.test(clause) || negationAfter.test(text.slice(at + phrase.length))
}

const context = 20

function quoteOf(text: string, at: number, length: number): string {
  const [from, to] = [Math.max(0, at - context), Math.min(text.length, at + length + context)]
  const cut = text.slice(from, to).replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${cut}${to < text.length ? '…' : ''}`
}
