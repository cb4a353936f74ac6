import { convertPriceLevel, levelDistances, type PriceLevel } from '@telltale/core/cars'
import { carRows } from '../car-sales.js'
import { quantile, report } from '../report.js'

/**
 * Measures the distance between the prices at auctions and at retail from the guide's values of the same cars, by the band of
 * the price, and how many of these values lie within the intervals of `convertPriceLevel`, which should be 80 %.
 */
const guide = { paid: 'mmr_auction_avg', retail: 'mmr_retail_avg' } as const

const cars = carRows('us_carvana_auction')
  .map((row) => ({
    paid: Number(row[guide.paid]),
    retail: Number(row[guide.retail]),
    year: row.purchase_date?.slice(0, 4),
  }))
  // Values up to 500 are placeholders.
  .filter(({ paid, retail }) => paid > 500 && retail > 500)

interface Pair {
  readonly from: number
  readonly ratio: number
  readonly year: string | undefined
}

function pairsOf(from: PriceLevel, to: PriceLevel): readonly Pair[] {
  const column = (level: PriceLevel) => (level === 'retail' ? 'retail' : 'paid')
  return cars.map((car) => ({
    from: car[column(from)],
    ratio: car[column(to)] / car[column(from)],
    year: car.year,
  }))
}

/** The ratio of a share of cars, to three decimals. */
const ratioAt = (pairs: readonly Pair[], share: number): number =>
  quantile(
    pairs.map(({ ratio }) => 1_000 * ratio),
    share,
  ) / 1_000

if (cars.length > 0) {
  let [worst, covered, all] = [0, 0, 0]
  const rows = levelDistances.map(({ from, to, ratio, upTo = Number.POSITIVE_INFINITY }) => {
    const bands = levelDistances.filter((each) => each.from === from && (each.upTo ?? 0) < upTo)
    const above = Math.max(0, ...bands.map((each) => each.upTo ?? 0))
    const pairs = pairsOf(from, to).filter((pair) => pair.from > above && pair.from <= upTo)
    const medians = ['2009', '2010'].map((year) =>
      ratioAt(
        pairs.filter((pair) => pair.year === year),
        0.5,
      ),
    )
    const measured = [
      ratioAt(pairs, 0.1),
      Math.sqrt((medians[0] ?? 0) * (medians[1] ?? 0)),
      ratioAt(pairs, 0.9),
    ]
    const stated = [ratio.low ?? 0, ratio.value, ratio.high ?? 0]
    worst = Math.max(worst, ...measured.map((each, i) => Math.abs(each / (stated[i] ?? 0) - 1)))
    for (const pair of pairs) {
      const { estimate } = convertPriceLevel({ value: pair.from, priceLevel: from }, to)
      const price = pair.from * pair.ratio
      if (price >= (estimate.low ?? 0) && price <= (estimate.high ?? 0)) covered++
      all++
    }
    const shown = (figures: readonly number[]) => figures.map((figure) => figure.toFixed(3)).join(' ')
    return {
      'from, to': `${from}, ${to}`,
      'price up to': upTo,
      cars: pairs.length,
      'medians 2009, 2010': shown(medians),
      measured: shown(measured),
      stated: shown(stated),
    }
  })
  report(
    rows,
    { name: 'stated distances: deviation from the measured ones', figure: 100 * worst, bar: 0.5, unit: '%' },
    {
      name: 'intervals: deviation from 80 %',
      figure: Math.abs((100 * covered) / all - 80),
      bar: 2,
      unit: 'points',
    },
  )
}
