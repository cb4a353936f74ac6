/** What a phrase in a listing's text warns of. */
export interface WarningPhrase {
  /** What it is about, such as `salvage title`. */
  readonly about: string
  /** How bad it is, from 0 to 1. */
  readonly severity: number
  /** What it looks like. */
  readonly pattern: RegExp
}

/**
 * Phrases on a car's papers, in English as the US and the UK write it. The classes are those of US title brands (NMVTIS)
 * and of the UK's salvage code of the Association of British Insurers; how bad each is, is the house's own ranking.
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

/** Phrases on a car's condition, in English; how bad each is, is the house's own ranking. */
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

/** A phrase that was found in a text. */
export interface FoundPhrase extends Pick<WarningPhrase, 'about' | 'severity'> {
  /** As it stands in the text, with some words around it. */
  readonly quote: string
}

/** What parts a text into clauses: a denial in one says nothing of the next, but where `or` or `nor` carries it on. */
const clauseEnd = /[.;!?\n]|,(?!\s*n?or\b)|\bbut\b|\bhowever\b/i
/** What takes a phrase back from before, as in `no accidents` or `has never been in a wreck`. */
const denialBefore = /\b(?:no|not|non|never|zero|without|free of|0|isn.?t|hasn.?t)\b.{0,28}$/i
/** What takes it back from behind, as in `accident-free` or `rust: none`. */
const denialAfter = /^\s*(?:-?\s?free\b|-?proof|:\s?(?:no|none|0)\b)/i
/** A phrase that itself begins with a denial, such as `no title`, is meant as it stands. */
const ownDenial = /^(?:no|not|without)\b/i

/** Finds the phrases in a text that are not taken back, each thing once, the worst first. */
export function findPhrases(text: string, phrases: readonly WarningPhrase[]): readonly FoundPhrase[] {
  return phrases
    .flatMap(({ about, severity, pattern }) => {
      const match = [...text.matchAll(pattern)].find(({ index, 0: words }) => !isDenied(text, index, words))
      return match ? [{ about, severity, quote: quoteOf(text, match.index, match[0].length) }] : []
    })
    .sort((a, b) => b.severity - a.severity)
}

function isDenied(text: string, at: number, words: string): boolean {
  if (ownDenial.test(words)) return false
  const clause =
    text
      .slice(Math.max(0, at - 48), at)
      .split(clauseEnd)
      .at(-1) ?? ''
  return denialBefore.test(clause) || denialAfter.test(text.slice(at + words.length))
}

const context = 20

function quoteOf(text: string, at: number, length: number): string {
  const [from, to] = [Math.max(0, at - context), Math.min(text.length, at + length + context)]
  const cut = text.slice(from, to).replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${cut}${to < text.length ? '…' : ''}`
}
