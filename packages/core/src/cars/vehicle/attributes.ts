/** The body styles. */
export const bodies = [
  'sedan',
  'coupe',
  'convertible',
  'hatchback',
  'wagon',
  'suv',
  'pickup',
  'minivan',
  'van',
] as const
/** The body style of a car. */
export type Body = (typeof bodies)[number]

/** The fuels and other sources of energy. */
export const fuels = [
  'gasoline',
  'diesel',
  'flex fuel',
  'bi-fuel',
  'natural gas',
  'lpg',
  'ethanol',
  'mild hybrid',
  'hybrid',
  'plug-in hybrid',
  'electric',
  'hydrogen',
] as const
/** The fuel or other source of energy of a car. `hybrid` is any hybrid that is not described further. */
export type Fuel = (typeof fuels)[number]

/** The transmissions. */
export const transmissions = ['manual', 'automatic', 'cvt', 'automated manual', 'direct drive'] as const
/** The transmission of a car. `automated manual` includes all with an automatic clutch, also dual-clutch ones. */
export type Transmission = (typeof transmissions)[number]

/** The drivetrains. */
export const drivetrains = ['fwd', 'rwd', 'awd', '4wd'] as const
/** The drivetrain of a car: front wheels, rear wheels, all wheels automatically (`awd`), or all by the driver's choice (`4wd`). */
export type Drivetrain = (typeof drivetrains)[number]

/** Patterns with the value that a matching text means. The first match counts. `undefined` when it is ambiguous. */
type Rules<Value> = readonly (readonly [pattern: RegExp, value: Value | undefined])[]

const bodyRules: Rules<Body> = [
  // A class of a marketplace has both in one, so that it says neither.
  [/(?:off-?road|suv|gelände\w*)\W+pick-?up/, undefined],
  [/pick-?up/, 'pickup'],
  [/minivan|mini-van|people mover|\bmpv\b/, 'minivan'],
  [/cargo|\bvans?\b|transporter|\bbus\b/, 'van'],
  [/\bcabs?\b|crewmax|supercrew|supercab|xtracab|\btruck\b|\bute\b/, 'pickup'],
  [/\bsuv|crossover|off-?road|sport utility/, 'suv'],
  [/convertible|cabrio|roadster|spyder|spider/, 'convertible'],
  [/wagon|estate|touring|kombi/, 'wagon'],
  // `Compact Cars` is the EPA's class of size, of sedans and coupes as well; `Compact` is a marketplace's small hatchback.
  [/hatchback|\bhatch\b|liftback|sportback|\bcompact\b(?! ?cars?)/, 'hatchback'],
  [/coup[eé]|koup|\bcpe\b/, 'coupe'],
  [/sedan|saloon|limousine|\bsdn\b/, 'sedan'],
]

const gasoline =
  /gasoline|petrol|\bgas\b|leaded|premium|regular|midgrade|benzin|\bessence\b|gasolina|\be10\b|\bulp\b/.source
const electric = /electric|elektr|électri|elettric|eléctric|\bb?ev\b/.source
const fuelRules: Rules<Fuel> = [
  [/plug|\bphev\b|gas (and|or) electricity|premium and electricity/, 'plug-in hybrid'],
  [/mild|\bmhev\b/, 'mild hybrid'],
  [/hybrid|hyrbrid|\bhev\b/, 'hybrid'],
  [new RegExp(`(?=.*(${electric}))(?=.*(diesel|${gasoline}))`), 'hybrid'],
  [/hydrogen|fuel cell|wasserstoff|\bfcev\b/, 'hydrogen'],
  [
    /bi-?fuel|(gasoline|petrol|benzin|unleaded).*(natural gas|cng|erdgas|propane|lpg|autogas)|(cng|lpg).*(gasoline|petrol|benzin)/,
    'bi-fuel',
  ],
  [/natural gas|\bcng\b|erdgas/, 'natural gas'],
  [/\blpg\b|propane|autogas/, 'lpg'],
  [/flex|e85/, 'flex fuel'],
  [/ethanol/, 'ethanol'],
  [new RegExp(electric), 'electric'],
  [new RegExp(`(?=.*diesel)(?=.*(${gasoline}))`), undefined],
  [/diesel/, 'diesel'],
  [new RegExp(gasoline), 'gasoline'],
]

const transmissionRules: Rules<Transmission> = [
  [/automated[ _-]manual|semi-?auto|dual[ -]clutch|\bdct\b|\bdsg\b|\bam-?s?\d/, 'automated manual'],
  [/cvt|variable|\bav\b|\bav-s/, 'cvt'],
  [/direct[ _-]drive/, 'direct drive'],
  [/auto|\ba\/t\b|tiptronic|dual shift mode/, 'automatic'],
  [/manual|\bm\/t\b|schaltgetriebe|manuell?e?\b|handgeschakeld/, 'manual'],
]

const drivetrainRules: Rules<Drivetrain> = [
  [/(4|four)-?wheel or all|(2|two)[ -]wheel/, undefined],
  [/all[ -]wheel|\bawd\b|quattro|xdrive|4matic/, 'awd'],
  [/(4|four)[ -]?wheel|\b4wd\b|4x4/, '4wd'],
  [/front|\bfwd\b/, 'fwd'],
  [/rear|\brwd\b/, 'rwd'],
]

/** The number of characters of a text that are read: what a site says of an attribute is a few words. */
const maxChars = 200

/** Makes a function that reads a text by rules. */
const reader =
  <Value>(rules: Rules<Value>) =>
  (text: string): Value | undefined => {
    const words = text.slice(0, maxChars).toLowerCase()
    return rules.find(([pattern]) => pattern.test(words))?.[1]
  }

/**
 * Returns the body style that an English text means: `minivan` for `People Mover`, `pickup` for `Crew Cab`. `undefined`
 * when it is unknown or says none, such as the class of size `Compact Cars`, which has sedans, coupes and hatchbacks, or a
 * marketplace's `Off-Road/Pick-up`. `normalizeVehicle` keeps such words in `asWritten` and names `body` as unreadable.
 */
export const canonicalBody: (text: string) => Body | undefined = reader(bodyRules)

/**
 * Returns the fuel that an English text means: `gasoline` for `Petrol` and `premium unleaded (required)`, `hybrid` for
 * `Electric/Diesel`. `undefined` when it is unknown or ambiguous, such as `Petrol/Diesel`.
 */
export const canonicalFuel: (text: string) => Fuel | undefined = reader(fuelRules)

/** Returns the transmission that a text means: `cvt` for `Automatic CVT`. `undefined` when unknown or ambiguous. */
export const canonicalTransmission: (text: string) => Transmission | undefined = reader(transmissionRules)

/** Returns the drivetrain that a text means: `awd` for `All-wheel Drive`. `undefined` when unknown or ambiguous. */
export const canonicalDrivetrain: (text: string) => Drivetrain | undefined = reader(drivetrainRules)
