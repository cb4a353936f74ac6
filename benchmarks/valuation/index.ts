import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { report, type Verdict } from '../report.js'
import { valueBySearch } from './by-search.js'
import { type Row, readCsv } from './csv.js'
import { runByTime, runSplits, splitByCar } from './run-set.js'
import {
  coveragePercent,
  deciles,
  groupBy,
  medianErrorPercent,
  peerWidthPercent,
  rankCorrelation,
  type Scored,
  widthPercent,
} from './score.js'
import { setFormats } from './sets.js'

/**
 * Measures the valuation of unseen cars: the median error, the coverage of the 80 % interval and its width. Reports
 * each set, sample and tenth of predicted value beside a log-linear model by make, model and trim.
 *
 * `--train` is a folder of `<set>_train.csv` or `.csv.gz`, `--test` one of `<set>_heldout.csv` or `.csv.gz`. Without
 * `--test`, cars are split into five folds and each fold is valued by the other four; where sales have dates, the
 * latest fifth is valued by those before as well. `--sets` names some of the sets, `--parts` the number of folds that
 * are valued. Besides, some cars are valued by a page of search results alone.
 */
const { values: options } = parseArgs({
  options: {
    train: { type: 'string', default: fileURLToPath(new URL('../../../shared/data/cars', import.meta.url)) },
    test: { type: 'string' },
    sets: { type: 'string', default: Object.keys(setFormats).join(',') },
    parts: { type: 'string', default: '5' },
  },
})

/** The highest median error that passes, in per cent, by set and sample. */
const errorBars: Readonly<Record<string, number>> = {
  us_auction: 7.5,
  'us_auction first20k': 10,
  'us_auction random1k': 9.5,
  'us_auction with mmr': 5.7,
  us_carvana_auction: 6,
  us_listings: 5,
  us_craigslist: 13,
  uk_listings: 5.6,
  in_listings: 10,
  de_listings: 8.2,
  eu_listings: 9.2,
  au_listings: 8.3,
}

const tenth = (figure: number): number => Number(figure.toFixed(1))
const hundredth = (figure: number): number => Number(figure.toFixed(2))

function read(folder: string, name: string): Row[] | undefined {
  const path = [`${name}.csv.gz`, `${name}.csv`].map((file) => join(folder, file)).find(existsSync)
  return path === undefined ? undefined : readCsv(path)
}

/** The results of `valuate` by a page of search results, by set. */
const bySearch: ({ readonly set: string } & ReturnType<typeof valueBySearch>)[] = []

/** The results of one set or sample. */
interface Result {
  readonly name: string
  readonly cars: readonly Scored[]
  readonly abstained: number
}

/** Runs one set; without its files there are no results. */
function resultsOf(set: string): Result[] {
  const format = setFormats[set]
  if (!format) throw new Error(`--sets: expected some of ${Object.keys(setFormats).join(', ')}, got '${set}'`)
  const train = read(options.train, `${set}_train`)
  const test = options.test === undefined ? undefined : read(options.test, `${set}_heldout`)
  if (!train || (options.test !== undefined && !test)) return []
  const splits = test ? [{ train, test }] : splitByCar(format, train, Number(options.parts))
  const { scored, abstained } = runSplits(set, format, splits)
  const [first] = splits
  if (first) bySearch.push({ set, ...valueBySearch(set, format, first) })
  const samples = [...groupBy(scored, ({ sample }) => sample)].filter(([sample]) => sample !== '')
  const stacked = scored.flatMap((car) => (car.stacked ? [{ ...car, ...car.stacked }] : []))
  const later = test ? undefined : runByTime(set, format, train)
  const others = format.valuations?.join(', ') ?? ''
  return [
    { name: set, cars: scored, abstained },
    ...samples.map(([sample, cars]) => ({ name: `${set} ${sample}`, cars, abstained: 0 })),
    ...(later ? [{ name: `${set}, the latest fifth`, cars: later.scored, abstained: later.abstained }] : []),
    ...(stacked.length > 0 ? [{ name: `${set} with ${others}`, cars: stacked, abstained: 0 }] : []),
  ]
}

const results = options.sets.split(',').flatMap((set) => {
  const found = resultsOf(set)
  for (const { name, cars } of found)
    console.log(`${name}: ${cars.length} cars, ${medianErrorPercent(cars).toFixed(2)} % off in the median`)
  return found
})

const summary = results.map(({ name, cars, abstained }) => {
  const coverage = coveragePercent(cars)
  const peer = medianErrorPercent(cars.map(({ price, peerLog }) => ({ price, value: Math.exp(peerLog) })))
  return {
    set: name,
    cars: cars.length,
    abstained,
    'error %': hundredth(medianErrorPercent(cars)),
    'bar %': errorBars[name] ?? '',
    'peer’s error %': hundredth(peer),
    'in 80 % interval': tenth(coverage),
    'width %': tenth(widthPercent(cars)),
    'peer’s width %': tenth(peerWidthPercent(cars, coverage)),
  }
})
const whole = results.filter(({ name }) => name in setFormats)
const byTenths = whole.flatMap(({ name, cars }) =>
  deciles(cars).map((part, index) => ({
    set: name,
    tenth: index + 1,
    'value up to': Math.round(part.at(-1)?.value ?? Number.NaN),
    'error %': hundredth(medianErrorPercent(part)),
    'in 80 % interval': tenth(coveragePercent(part)),
    'width %': tenth(widthPercent(part)),
  })),
)
console.table(byTenths)

const ratings = whole.map(({ name, cars }) => {
  const share = (from: number, to: number) =>
    tenth((100 * cars.filter(({ percentile }) => percentile > from && percentile <= to).length) / cars.length)
  return {
    set: name,
    'below 1 %': share(-1, 0.01),
    'great (to 10 %)': share(-1, 0.1),
    'good (20 %)': share(0.1, 0.3),
    'fair (40 %)': share(0.3, 0.7),
    'high (20 %)': share(0.7, 0.9),
    'overpriced (10 %)': share(0.9, 2),
  }
})
console.table(ratings)

const badges = ['Great', 'Good', 'Fair']
const badged = results.flatMap(({ name, cars }) =>
  name === 'us_listings' ? cars.filter(({ badge = '' }) => badges.includes(badge)) : [],
)
const badgeRank = ({ badge = '' }: Scored) => badges.indexOf(badge)
if (badged.length > 0) {
  const correlation = rankCorrelation(
    badged.map(badgeRank),
    badged.map(({ percentile }) => percentile),
  )
  const means = badges.map((badge) => {
    const of = badged.filter((car) => car.badge === badge)
    return `${badge} ${(of.reduce((sum, { percentile }) => sum + percentile, 0) / of.length).toFixed(2)}`
  })
  console.log(
    `rank correlation of our percentile with the badge of us_listings: ${correlation.toFixed(2)}; mean percentile: ${means.join(', ')}`,
  )
}

console.table(
  bySearch.map(({ set, scored, abstained }) => ({
    'set, by a page of search results': set,
    cars: scored.length,
    'too few found': abstained,
    'error %': hundredth(medianErrorPercent(scored)),
    'in 80 % interval': tenth(coveragePercent(scored)),
    'width %': tenth(widthPercent(scored)),
  })),
)

const errorVerdicts = summary.flatMap(({ set, 'error %': figure }): Verdict[] => {
  const bar = errorBars[set]
  return bar === undefined ? [] : [{ name: `${set}: median error`, figure, bar, unit: '%' }]
})
const cells = byTenths.map((cell) => Math.abs(cell['in 80 % interval'] - 80))
const verdicts: Verdict[] = [
  ...errorVerdicts,
  {
    name: 'coverage of a whole set is off 80 % by at most',
    figure: Math.max(
      ...summary.filter(({ set }) => set in setFormats).map((row) => Math.abs(row['in 80 % interval'] - 80)),
    ),
    bar: 2,
    unit: 'points',
  },
  {
    name: 'tenths whose coverage is within 5 points of 80 %',
    figure: (100 * cells.filter((off) => off <= 5).length) / cells.length,
    bar: 95,
    atLeast: true,
    unit: '%',
  },
  { name: 'coverage of a tenth is off 80 % by at most', figure: Math.max(...cells), bar: 10, unit: 'points' },
  {
    name: 'width for the peer’s at the same coverage, at most',
    figure: Math.max(
      ...summary.filter(({ set }) => set in setFormats).map((row) => row['width %'] / row['peer’s width %']),
    ),
    bar: 1,
    unit: 'times',
  },
]
report(summary, ...verdicts)
const held = verdicts.filter(({ figure, bar, atLeast }) => (atLeast ? figure >= bar : figure <= bar)).length
console.log(
  `${held} of ${verdicts.length} bars held over ${whole.length} sets${options.test ? '' : ', cross-validated'}`,
)
