/** A phrase in a listing's text that is a warning. */
export interface WarningPhrase {
  /** The subject of the warning, such as `salvage title`. */
  readonly about: string
  /** The severity, from 0 to 1. */
  readonly severity: number
  /** The pattern of the phrase. */
  readonly pattern: RegExp
  /** `true` for a fault that is gone once it is repaired, such as a leak; a title or an accident stays. */
  readonly isMendable: boolean
}

/** The word `title` and what may stand between it and its brand: `title status: rebuilt`, `title is branded`. */
const titleIs = "title(?: status| history)?(?:'s| is| says| shows)?[ :/-]*"

/**
 * The warnings about a car's title, in US and UK English. The classes are those of the US title brands (NMVTIS) and of the
 * salvage code of the Association of British Insurers. The severities are a ranking by this library.
 */
export const titlePhrases: readonly WarningPhrase[] = [
  phrase(
    'no title',
    1,
    `no title(?! ?(?:issues?|problems?|loans?|liens?|brands?|washing|fees?))|${titleIs}(?:lost|missing|not available)|lost title|no pink ?slip|without (?:a )?title|bill of sale only|(?:do not|don.?t) have (?:the |a )?title`,
  ),
  phrase(
    'salvage title',
    1,
    'salvaged?(?! ?(?:yards?|parts?))|(?:salv|slvg)\\.? title|insurance total|total(?:l?ed)?[ -]loss|totall?ed|cat(?:egory|\\.)? ?[abs]\\b',
  ),
  phrase(
    'flood damage',
    1,
    'flooded|(?:prior|previous) flood|flood[ -](?:damaged?|title|car|vehicle|salvage)|flood(?=\\W*$|, (?:salvage|lemon))|water damaged?|hurricane (?:flood|damage)',
  ),
  phrase(
    'parts only',
    1,
    `parts (?:car|only)|for parts|spares? or repairs?|junk title|${titleIs}junk|certificate of destruction`,
  ),
  phrase(
    'odometer not true',
    0.9,
    'odometer (?:rollback|rolled back|discrepancy|not actual|broken)|tmu|true mileage unknown|not actual mileage',
  ),
  phrase(
    'lemon buyback',
    0.8,
    'lemon(?: law|[ -]titled?)|brand:? lemon|(?:is|was) a lemon|(?:lemon|manufacturer|dealer) buy ?back',
  ),
  phrase(
    'rebuilt title',
    0.7,
    `(?:re-?built|restored|reconstructed|branded)(?:/\\w+)? title|${titleIs}(?:re-?built|restored|reconstructed|branded)|prior salvage|r[ -]title|branded|title brand`,
  ),
  phrase('stolen and recovered', 0.6, 'theft recover(?:y|ed)|stolen(?: and|/)? ?recovered|was stolen'),
  phrase('write-off', 0.6, 'written off|(?<!\\bcat(?:egory)? ?n )write[ -]?off|cat(?:egory|\\.)? ?[cd]\\b'),
  phrase('bonded title', 0.6, `bonded title|${titleIs}bonded`),
  phrase('non-structural write-off', 0.5, 'cat(?:egory|\\.)? ?n\\b'),
  phrase(
    'lien',
    0.4,
    'liens?\\b(?! ?(?:free|release)| (?:holder )?(?:has been |was |is )?(?:released|paid|cleared))|still owe|outstanding finance|bank holds',
  ),
]

const engine = '(?:engine|motor)'
const gearbox = '(?:transmission|gearbox|trans|clutch)'
/** Words that a part needs to be replaced. */
const needs = 'needs?(?: an?)?(?: new| another| replacement)?'

/** The warnings about a car's condition, in English. The severities are a ranking by this library. */
export const conditionPhrases: readonly WarningPhrase[] = [
  mendable(
    'does not run',
    1,
    "(?:does ?n[o']?t|does not|doesn.t|won.?t|will not|not|no longer) (?:run(?:ning)?|start|drive|drivable|driveable)\\b|no[ -]start|non[ -]?runner|in-?operable|undriv(?:e)?able|(?:needs?|must)(?: to)?(?: be)?(?: a)? tow(?:ed)?\\b|(?:cranks|turns over) but|ran when parked|shuts off|stalls|turn over",
  ),
  mendable(
    'engine trouble',
    0.9,
    `(?:blown|seized|bad|locked up|${needs}) (?:${engine}|turbo|head ?gaskets?)|(?:${engine}|turbo) (?:is |was )?(?:blown|blew up|gone)|${engine} (?:has|with) (?:a |some )?(?:knock|tick|noise)|${engine} (?:is |was )?(?:blown|seized|shot|bad|locked|knock(?:s|ing)?)|needs? ${engine} work|head ?gasket (?:is )?(?:leak(?:s|ing)?|blown|bad|gone)|rod knock|knocking|knocks|spun bearing|(?:threw|thrown|throwing) a? ?rod|overheat(?:s|ing)?|runs? hot|burn(?:s|ing)? (?:any |some |a little )?oil|smokes(?! free)|misfir(?:es?|ing)|(?:low|lost|no) compression|white smoke|${engine} ticks`,
  ),
  mendable(
    'transmission trouble',
    0.9,
    `(?:bad|slipping|${needs}) ${gearbox}|${gearbox} (?:is |has been )?(?:slip(?:s|ping)?|going out|bad|shot|needs)|no reverse|hard shift(?:s|ing)?|hesitates going into`,
  ),
  phrase(
    'frame damage',
    0.9,
    '(?:frame|structural|unibody|chassis) (?:is )?(?:damaged?|rust(?:ed)?|rot|bent|repairs)|bent (?:frame|chassis)',
  ),
  phrase('airbags deployed', 0.9, 'air ?bags? (?:are |have |were )?(?:deployed|missing|blown|went off)'),
  mendable('mechanic special', 0.8, 'mechanics?.?s? special|project car|fixer[ -]upper'),
  phrase(
    'accident',
    0.6,
    'accidents?\\b(?! ?(?:avoidance|history report|forgiveness))|wreck(?:ed)?|collision(?! (?:alert|assist|avoidance|braking|mitigation|prevention|system|warning))|(?:front|rear|side)[ -]end(?:ed| damage)|fender[ -]?bender|side[ -]?swiped?|was hit\\b|hit (?:a deer|in the|on the)|deer hit|vandali[sz]ed',
  ),
  mendable(
    'fails inspection',
    0.6,
    '(?:fail(?:s|ed)?|(?:wo ?n.?t|will not|does not|doesn.?t|did not|didn.?t) pass)(?: its| the)? (?:inspection|smog|emissions?|mot)|mot (?:failed|failure|expired)|no mot\\b',
  ),
  mendable(
    'warning light',
    0.5,
    '(?:check[ -]engine|warning|abs|srs|air ?bag|traction|dash) (?:lights?|lamps?)|cel\\b',
  ),
  mendable('hail damage', 0.4, 'hail (?:damaged?|sale|dents?|dings?|car)'),
  mendable(
    'does not work',
    0.4,
    "(?:does ?n[o']?t|does not|doesn.t|do not|don.?t|not) work(?:ing)?\\b|inop\\b|no (?:heat|a\\/?c)\\b|a\\/?c (?:is )?not cold|cracked|blows (?:warm|hot)|needs? (?:some |a little )?(?:work|tlc)\\b|needs? (?:new )?(?:brakes|struts|shocks|suspension|wheel bearings?|alternator|radiator)\\b",
  ),
  mendable(
    'leak',
    0.4,
    '(?:oil|coolant|fluid|fuel|water) leaks?|leaks? (?:\\w+ )?(?:\\w+ )?(?:oil|coolant|fluid|water|fuel)|leaks\\b|leaking|seal leak',
  ),
  phrase('sold as is', 0.3, 'as[ -]is\\b|sold as seen'),
  mendable('rust', 0.3, 'rust(?:y|ed)?\\b(?! ?(?:free|proof\\w*|protection|prevention))|corrosion'),
]

function phrase(about: string, severity: number, source: string): WarningPhrase {
  return { about, severity, pattern: new RegExp(`\\b(?:${source})`, 'gi'), isMendable: false }
}

function mendable(about: string, severity: number, source: string): WarningPhrase {
  return { ...phrase(about, severity, source), isMendable: true }
}
