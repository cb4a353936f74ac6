import {
  bidCeiling,
  calibrationReport,
  type Estimate,
  estimateFromMoney,
  type PredictionOutcome,
  rateOpportunity,
} from '@telltale/core/cars'
import { createMarket, type MarketListing } from '@telltale/core/cars/valuation'
import { defined } from '@telltale/core/ports'
import { type CarRow, carRows } from '../car-sales.js'
import { report } from '../report.js'

/**
 * Measures the calibration of the confidence of deals. Cars at US auctions are valued from other cars: a fifth of the VINs
 * is held out. Each held-out car is offered at six prices around its value, so that the predictions range from near 0 to
 * near 1, and the price paid for it decides the outcome. Shown are the predicted and the observed frequencies by range and
 * by decile of the value, the share of bids at the ceiling that lose, and the Brier score compared with predicting the
 * same frequency for every car of an offer.
 */
const folds = 5
/** Offers as shares of the value. */
const offers = [0.8, 0.9, 0.97, 1.03, 1.1, 1.2]
const chancesOfLoss = [0.05, 0.1, 0.25, 0.5]

interface SoldCar {
  readonly listing: MarketListing
  readonly paid: number
  readonly fold: number
}

interface Outcome extends PredictionOutcome {
  readonly offer: number
  readonly value: number
}

function soldCar(row: CarRow): readonly SoldCar[] {
  const paid = Number(row.sellingprice)
  const { vin = '', make, model, trim, state, year, odometer, saledate = '' } = row
  if (!(paid > 0) || !make || !model) return []
  const attributes = Object.fromEntries(
    (['body', 'transmission', 'color'] as const).flatMap((name) => (row[name] ? [[name, row[name]]] : [])),
  )
  const grade = row.condition_grade ? { conditionGrade: Number(row.condition_grade) } : {}
  const listing: MarketListing = {
    make,
    model,
    vin: vin.toUpperCase(),
    year: Number(year),
    priceKind: 'paid',
    ...defined({
      trim: trim || undefined,
      state: state || undefined,
      mileageMiles: odometer ? Number(odometer) : undefined,
    }),
    lastSeenAt: Date.parse(saledate),
    price: { amount: paid.toFixed(2), currency: 'USD' },
    attributes: { ...attributes, ...grade },
  }
  return [{ listing, paid, fold: foldOf(vin) }]
}

/** Returns the fold of a VIN by its FNV-1a hash (Fowler, Noll and Vo). */
function foldOf(vin: string): number {
  let hash = 0x811c9dc5
  for (const character of vin) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return (hash >>> 0) % folds
}

const valued: { readonly paid: number; readonly sale: Estimate }[] = []
const cars = carRows('us_auction').flatMap(soldCar)
if (cars.length > 0) {
  const known = cars.filter((car) => car.fold > 0).map(({ listing }) => listing)
  const market = createMarket(known, { currency: 'USD', kind: 'paid' })
  for (const { listing, paid } of cars.filter((car) => car.fold === 0)) {
    const { price: _hidden, ...vehicle } = listing
    const valuation = market.value(vehicle)
    if (!valuation.abstained) valued.push({ paid, sale: estimateFromMoney(valuation) })
  }
}

function outcomesOf({ paid, sale }: (typeof valued)[number]): readonly Outcome[] {
  return offers.map((offer) => {
    const bidUsd = offer * sale.value
    const { confidence } = rateOpportunity({ name: 'offer', deal: { bidUsd, sale } })
    return { predicted: confidence, hasHappened: paid >= bidUsd, offer, value: sale.value }
  })
}

if (valued.length > 0) {
  const outcomes = valued.flatMap(outcomesOf)
  const all = calibrationReport(outcomes)
  const rows = all.bins.map(({ from, to, count, predicted, observed }) => ({
    'chance of a profit': `${from} to ${to}`,
    offers: count,
    'predicted %': Number((100 * predicted).toFixed(1)),
    'observed %': Number((100 * observed).toFixed(1)),
  }))
  const values = outcomes.map(({ value }) => value).sort((a, b) => a - b)
  const deciles = Array.from({ length: 10 }, (_, i) => {
    const [from, to] = [i, i + 1].map((n) => values[Math.floor((n * (values.length - 1)) / 10)] ?? 0)
    const inside = outcomes.filter(({ value }) => value >= (from ?? 0) && (i === 9 || value < (to ?? 0)))
    return calibrationReport(inside).calibrationError
  })
  const lost = chancesOfLoss.map((chanceOfLoss) => {
    const losses = valued.filter(({ paid, sale }) => {
      const { bidUsd = 0 } = bidCeiling({ sale }, { chanceOfLoss })
      return paid < bidUsd
    })
    return { chosen: chanceOfLoss, lost: losses.length / valued.length }
  })
  console.table(
    lost.map(({ chosen, lost: share }) => ({
      'chosen chance of a loss': chosen,
      'bids that lose': Number(share.toFixed(3)),
    })),
  )
  const rateAt = new Map(
    offers.map((offer) => {
      const same = outcomes.filter((outcome) => outcome.offer === offer)
      return [offer, same.filter(({ hasHappened }) => hasHappened).length / same.length]
    }),
  )
  const alike = calibrationReport(
    outcomes.map((outcome) => ({ ...outcome, predicted: rateAt.get(outcome.offer) ?? 0.5 })),
  )
  console.log(`deciles of value, calibration error: ${deciles.map((error) => error.toFixed(3)).join(', ')}`)
  console.log(
    `Brier score ${all.brierScore.toFixed(4)}, predicting every offer alike ${alike.brierScore.toFixed(4)}`,
  )
  report(
    rows,
    { name: 'calibration error', figure: all.calibrationError, bar: 0.02, unit: '' },
    { name: 'worst decile of value', figure: Math.max(...deciles), bar: 0.05, unit: '' },
    {
      name: 'bids at the ceiling: deviation from the chosen chance of a loss',
      figure: Math.max(...lost.map(({ chosen, lost: share }) => Math.abs(share - chosen))),
      bar: 0.02,
      unit: '',
    },
    {
      name: 'Brier score relative to predicting all alike',
      figure: all.brierScore / alike.brierScore,
      bar: 1,
      unit: 'times',
    },
  )
}
