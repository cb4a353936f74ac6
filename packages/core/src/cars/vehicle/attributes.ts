/** The shapes of a car's body. */
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
/** The shape of a car's body. */
export type Body = (typeof bodies)[number]

/** What cars run on. */
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
/** What a car runs on. `hybrid` stands for every hybrid of which no more is said. */
export type Fuel = (typeof fuels)[number]

/** How cars are shifted. */
export const transmissions = ['manual', 'automatic', 'cvt', 'automated manual', 'direct drive'] as const
/** How a car is shifted. `automated manual` is each whose clutch works itself, dual-clutch ones too. */
export type Transmission = (typeof transmissions)[number]

/** Which wheels of cars are driven. */
export const drivetrains = ['fwd', 'rwd', 'awd', '4wd'] as const
/** Which wheels are driven: the front or the rear ones, all by the car's own choice, or all by the driver's. */
export type Drivetrain = (typeof drivetrains)[number]

/** What is meant where a text matches; the first that does has the word. `undefined` where it could be several. */
type Rules<Kind> = readonly (readonly [pattern: RegExp, kind: Kind | undefined])[]

const bodyRules: Rules<Body> = [
  [/pick-?up/, 'pickup'],
  [/minivan|mini-van|people mover|\bmpv\b/, 'minivan'],
  [/cargo|\bvans?\b|transporter|\bbus\b/, 'van'],
  [/\bcabs?\b|crewmax|supercrew|supercab|xtracab|\btruck\b|\bute\b/, 'pickup'],
  [/\bsuv|crossover|off-?road|sport utility/, 'suv'],
  [/convertible|cabrio|roadster|spyder|spider/, 'convertible'],
  [/wagon|estate|touring|kombi/, 'wagon'],
  [/hatchback|\bhatch\b|liftback|\bcompact\b/, 'hatchback'],
  [/coup[eé]|koup/, 'coupe'],
  [/sedan|saloon|limousine/, 'sedan'],
]

const gasoline = /gasoline|petrol|\bgas\b|leaded|premium|regular|midgrade|benzin/.source
const fuelRules: Rules<Fuel> = [
  [/plug|gas (and|or) electricity|premium and electricity/, 'plug-in hybrid'],
  [/mild/, 'mild hybrid'],
  [/hybrid|hyrbrid/, 'hybrid'],
  [new RegExp(`(?=.*(electric|\\bev\\b))(?=.*(diesel|${gasoline}))`), 'hybrid'],
  [/hydrogen|fuel cell/, 'hydrogen'],
  [
    /bi-?fuel|(gasoline|petrol|unleaded).*(natural gas|cng|propane|lpg)|(cng|lpg).*(gasoline|petrol)/,
    'bi-fuel',
  ],
  [/natural gas|\bcng\b/, 'natural gas'],
  [/\blpg\b|propane|autogas/, 'lpg'],
  [/flex|e85/, 'flex fuel'],
  [/ethanol/, 'ethanol'],
  [/electric|\bev\b/, 'electric'],
  [new RegExp(`(?=.*diesel)(?=.*(${gasoline}))`), undefined],
  [/diesel/, 'diesel'],
  [new RegExp(gasoline), 'gasoline'],
]

const transmissionRules: Rules<Transmission> = [
  [/automated[ _-]manual|semi-?auto|dual[ -]clutch|\bdct\b|\bdsg\b|\bam-?s?\d/, 'automated manual'],
  [/cvt|variable|\bav\b|\bav-s/, 'cvt'],
  [/direct[ _-]drive/, 'direct drive'],
  [/auto|\ba\/t\b|tiptronic|dual shift mode/, 'automatic'],
  [/manual|\bm\/t\b/, 'manual'],
]

const drivetrainRules: Rules<Drivetrain> = [
  [/(4|four)-?wheel or all|(2|two)[ -]wheel/, undefined],
  [/all[ -]wheel|\bawd\b|quattro|xdrive|4matic/, 'awd'],
  [/(4|four)[ -]?wheel|\b4wd\b|4x4/, '4wd'],
  [/front|\bfwd\b/, 'fwd'],
  [/rear|\brwd\b/, 'rwd'],
]

const reader =
  <Kind>(rules: Rules<Kind>) =>
  (text: string): Kind | undefined =>
    rules.find(([pattern]) => pattern.test(text.toLowerCase()))?.[1]

/**
 * The body that a text means, in English as listings of several countries have it: `minivan` of `People Mover`, `pickup`
 * of `Crew Cab`. `undefined` when it means none of them for certain.
 */
export const canonicalBody: (text: string) => Body | undefined = reader(bodyRules)

/**
 * What a car runs on by a text: `gasoline` of `Petrol` and `premium unleaded (required)`, `hybrid` of `Electric/Diesel`.
 * `undefined` when it means none of them for certain, as `Petrol/Diesel` does.
 */
export const canonicalFuel: (text: string) => Fuel | undefined = reader(fuelRules)

/** How a car is shifted by a text: `cvt` of `Automatic CVT`. `undefined` when it means none of them for certain. */
export const canonicalTransmission: (text: string) => Transmission | undefined = reader(transmissionRules)

/** Which wheels are driven by a text: `awd` of `All-wheel Drive`. `undefined` when it means none of them for certain. */
export const canonicalDrivetrain: (text: string) => Drivetrain | undefined = reader(drivetrainRules)
