import type { TitleStatus } from '../vehicle/title-status.js'
import { phrase, type WarningPhrase } from './warning-phrase.js'

/** The word `title` and what may stand between it and its brand: `title status: rebuilt`, `title is branded`. */
const titleIs =
  "title(?: status| history)?(?:'s| is| was| says| shows| got| reads| states| will be)?(?: branded(?: as)?)?[ :/-]*"

/**
 * The warnings about a car's title, in US and UK English. The classes are those of the US title brands (NMVTIS) and of the
 * salvage code of the Association of British Insurers. The severities are a ranking by this library.
 */
export const titlePhrases: readonly WarningPhrase[] = [
  branded(
    'missing',
    'no title',
    1,
    'no title(?! ?(?:issues?|problems?|loans?|liens?|brands?|washing|fees?|jump\\w*|games))',
    `${titleIs}(?:lost|missing|misplaced|stolen)`,
    'title\\b[^.;]{0,30} not available',
    '(?:lost|misplaced) (?:the |my )?title',
    'no (?:pink ?slip|registration papers?|papers\\b|paperwork)',
    'without (?:a )?title',
    '(?:bill of sale|bos) only|(?:only|just|on) (?:a |the )?bill of sale',
    '(?:(?:do|does) not|(?:do|does)n.?t|never) (?:\\w+ )?(?:have|had|got|get|received)(?: (?:the|a|around to getting the))? title',
    'never (?:\\w+ ){1,4}the title\\b',
  ),
  branded(
    'salvage',
    'salvage title',
    1,
    'salvaged?(?! ?(?:yards?|parts?))',
    '(?:salv|slvg)\\.? title',
    'insurance total|total(?:l?ed)?[ -]loss|totall?ed',
    'cat(?:egory|\\.)? ?[abs]\\b',
  ),
  branded(
    'flood',
    'flood damage',
    1,
    'flooded|(?:prior|previous|saltwater|freshwater) flood',
    'flood[ -](?:damaged?|title|car|vehicle|truck|salvage)|flood(?=\\W*$|, (?:salvage|lemon))|flood brand(?:ed)?\\b',
    'water (?:up )?(?:to|over|above|in) the (?:seats?|dash|floor ?boards?|carpets?|doors?|hood)|(?:under|sat in) water|(?:foot|feet|inch(?:es)?) of water',
    `${titleIs}flood|water damaged?|hurricane (?:flood|damage)`,
  ),
  branded(
    'parts only',
    'parts only',
    1,
    'parts (?:car|only|use)|for parts|spares? or repairs?|part(?:ing|ed) (?:it )?out',
    'title (?:was |is |has been )?(?:signed|turned) (?:over|in) (?:to|at) (?:the|a) (?:scrap|junk|salvage) ?yard',
    `junk(?:ing)? title|${titleIs}junk|certificate of destruction|non-?repairable`,
  ),
  phrase(
    'odometer not true',
    0.9,
    'odometer (?:rollback|rolled (?:back|over)|discrepancy|not actual|broken|inop)',
    'odometer (?:does ?n.?t|does not|stopped|quit|is not) work',
    'tmu|not (?:the )?actual (?:mileage|miles)|mileage not actual|exempt mileage|mileage exempt|(?:\\w+ )?mileage (?:is )?unknown',
    'true (?:mileage|miles) (?:is |are )?(?:unknown|not known)',
  ),
  branded(
    'lemon',
    'lemon buyback',
    0.8,
    'lemon(?: law|[ -]titled?)|brand:? lemon|(?:is|was) a lemon',
    '(?:lemon|manufacturer|dealer) (?:buy ?back|re-?purchased?)',
  ),
  branded(
    'rebuilt',
    'rebuilt title',
    0.7,
    '(?:re-?built|restored|reconstructed)(?:/\\w+)? (?:title|status)',
    `${titleIs}(?:re-?built|restored|reconstructed)`,
    '(?:brand(?:ed)?[: -]+|now |salvage[, ]+)re-?built|(?:passed|has|with)(?: \\w+){0,2} rebuilt inspection|rebuilt salvage|r[ -]title',
  ),
  branded('salvage', 'branded title', 0.7, `branded|title brand|${titleIs}branded|prior salvage`),
  phrase('stolen and recovered', 0.6, 'theft recover(?:y|ed)|stolen(?: and|/)? ?recover(?:y|ed)|was stolen'),
  branded(
    'salvage',
    'write-off',
    0.6,
    'written off|(?<!\\bcat(?:egory)? ?n )write[ -]?off|cat(?:egory|\\.)? ?[cd]\\b',
  ),
  phrase('bonded title', 0.6, 'bonded title|title\\b[^.;]{0,20}\\bbonded'),
  branded('salvage', 'non-structural write-off', 0.5, 'cat(?:egory|\\.)? ?n\\b'),
  phrase(
    'lien',
    0.4,
    'liens?\\b(?! ?(?:free|releases?)| (?:holder )?(?:has been |was |is )?(?:released|paid|cleared))',
    'still ow(?:e|ing)|i owe|outstanding finance|payoff (?:amount )?is',
    '(?:loan|finance|note|money owed) (?:still )?(?:on|against) (?:it|the (?:car|truck|vehicle|title)|this)',
    '(?:bank|lender|credit union|lien ?holder) (?:still )?(?:holds|has) (?:the )?title|title (?:is )?(?:held (?:by|at)|with) (?:the |my )?(?:bank|lender|credit union|lien ?holder)',
  ),
]

function branded(
  titleStatus: TitleStatus,
  about: string,
  severity: number,
  ...alternatives: readonly string[]
): WarningPhrase {
  return { ...phrase(about, severity, ...alternatives), titleStatus }
}
