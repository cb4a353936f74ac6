import { forecastResale } from '@telltale/core/cars'
import { createMarket, type MarketListing } from '@telltale/core/cars/valuation'
import { defined } from '@telltale/core/ports'
import { type CarRow, carRows } from '../car-sales.js'
import { quantile, report } from '../report.js'

/**
 * Measures forecasts of resale values over four years and more: a market of the US auctions of 2009–10 forecasts what cars of
 * the same models and years bring at the auctions of 2014–15, each at its own mileage then. Beside the forecast stand
 * today's value, and today's value less 15 % a year, a rule of thumb. Only make, model, trim, year, mileage and state
 * count, which both files have.
 */
const yearDays = 365.2425
const dayMs = 86_400_000
const yearlyLoss = 0.15

function saleOf(row: CarRow, price: string | undefined, date: string | undefined): readonly MarketListing[] {
  const { make, model, trim, state, year, odometer } = row
  const [paid, at] = [Number(price), Date.parse(date ?? '')]
  if (!(paid > 500) || !make || !model || Number.isNaN(at)) return []
  return [
    {
      make,
      model,
      year: Number(year),
      lastSeenAt: at,
      priceKind: 'paid',
      price: { amount: paid.toFixed(2), currency: 'USD' },
      ...defined({
        trim: trim || undefined,
        state: state || undefined,
        mileageMiles: odometer ? Number(odometer) : undefined,
      }),
    },
  ]
}

const earlier = carRows('us_carvana_auction').flatMap((row) => saleOf(row, row.price_paid, row.purchase_date))
const later = carRows('us_auction').flatMap((row) => saleOf(row, row.sellingprice, row.saledate))

interface Forecast {
  readonly way: string
  readonly ratio: number
  readonly isWithin?: boolean
}

function forecastsOf(sale: MarketListing, at: number): readonly Forecast[] {
  const { price, lastSeenAt = at, mileageMiles, ...car } = sale
  const paid = Number(price?.amount)
  const days = (lastSeenAt - at) / dayMs
  // The mileage of 2010 is not known: the miles since are driven from 0 at a rate that ends at the mileage of the sale.
  const milesPerYear = ((mileageMiles ?? 0) / days) * yearDays
  const options = { at, months: (12 * days) / yearDays, milesPerYear }
  const forecast = forecastResale(
    market,
    { ...car, ...defined({ mileageMiles: mileageMiles === undefined ? undefined : 0 }) },
    options,
  )
  const today = market.value({ ...car, ...defined({ mileageMiles }), lastSeenAt: at })
  if (forecast.abstained || today.abstained) return []
  const { value, low = value, high = value } = forecast.estimate
  const now = Number(today.value.amount)
  return [
    { way: 'forecast', ratio: value / paid, isWithin: low <= paid && paid <= high },
    { way: 'value of today', ratio: now / paid },
    { way: 'less 15 % a year', ratio: (now * (1 - yearlyLoss) ** (days / yearDays)) / paid },
  ]
}

const at = Math.max(...earlier.map(({ lastSeenAt = 0 }) => lastSeenAt))
const market = createMarket(earlier, { currency: 'USD', kind: 'paid' })
if (earlier.length > 0 && later.length > 0) {
  const forecasts = later.filter(({ year = 0 }) => year <= 2010).flatMap((sale) => forecastsOf(sale, at))
  const ways = [...new Set(forecasts.map(({ way }) => way))]
  const rows = ways.map((way) => {
    const own = forecasts.filter((each) => each.way === way)
    return {
      way,
      cars: own.length,
      'median error %': quantile(
        own.map(({ ratio }) => 100 * Math.abs(ratio - 1)),
        0.5,
      ),
      'bias %': quantile(
        own.map(({ ratio }) => 100 * (ratio - 1)),
        0.5,
      ),
      'covered %': Number(((100 * own.filter(({ isWithin }) => isWithin).length) / own.length).toFixed(1)),
    }
  })
  const [forecast, ...others] = rows
  const error = forecast?.['median error %'] ?? Number.NaN
  report(
    rows.map((row) => (row.way === 'forecast' ? row : { ...row, 'covered %': '–' })),
    {
      name: 'intervals: deviation from 80 %',
      figure: Math.abs((forecast?.['covered %'] ?? 0) - 80),
      bar: 5,
      unit: 'points',
    },
    { name: 'bias', figure: Math.abs(forecast?.['bias %'] ?? Number.NaN), bar: 10, unit: '%' },
    {
      name: 'median error relative to the best rule',
      figure: error / Math.min(...others.map((row) => row['median error %'])),
      bar: 1,
      unit: 'times',
    },
  )
}
