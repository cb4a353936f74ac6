import { money } from '@telltale/core'
import { type AdapterContext, type CarValuation, readJson, type ValuationQuery } from '@telltale/core/ports'
import { z } from 'zod'
import { usualNames } from './names.js'
import type { Ask, MarketcheckSettings } from './options.js'

/** What a predicted price is billed at, as other users of the API report; the price list is not public. */
const predictionCostUsd = 0.09

/** How far around a ZIP code cars are compared: the most that every plan allows. */
const radiusMiles = 100

const name = 'MarketCheck'

const statsSchema = z.object({
  stats: z.object({ price: z.object({ count: z.number(), median: z.number() }).optional() }).optional(),
})
const predictionSchema = z.object({ marketcheck_price: z.number().positive() })

const dollars = (amount: number) => money(amount.toFixed(2), 'USD')

/** What a car is worth: predicted where that is wanted and can be, else the median that is asked for such cars. */
export async function valueByMarketcheck(
  settings: MarketcheckSettings,
  ask: Ask,
  query: ValuationQuery,
  context: AdapterContext,
): Promise<CarValuation | undefined> {
  context.signal.throwIfAborted()
  return (
    (await predictedPrice(settings, ask, query, context)) ?? medianPrice(settings.id, ask, query, context)
  )
}

async function predictedPrice(
  { id, predictions, dealerType }: MarketcheckSettings,
  ask: Ask,
  { vin, mileageMiles: miles, zip }: ValuationQuery,
  context: AdapterContext,
): Promise<CarValuation | undefined> {
  if (!predictions || vin === undefined || miles === undefined || zip === undefined) return undefined
  const parameters = { vin, miles, zip, dealer_type: dealerType }
  const options = { cacheFor: 'valuation', costUsd: predictionCostUsd } as const
  const answer = await ask('/predict/car/us/marketcheck_price', parameters, context, options)
  // 422 is a VIN that cannot be priced.
  if (answer.status === 404 || answer.status === 422) return undefined
  const { marketcheck_price: price } = readJson(id, answer, predictionSchema)
  return { value: dollars(price), source: { name: `${name}, predicted for dealers (${dealerType})` } }
}

async function medianPrice(
  id: string,
  ask: Ask,
  { make, model, year, trim, zip }: ValuationQuery,
  context: AdapterContext,
): Promise<CarValuation | undefined> {
  const place = zip === undefined ? {} : { zip, radius: radiusMiles }
  // Cars without a price count in no statistic; `1-*` leaves them out.
  const statistic = { car_type: 'used', price_range: '1-*', rows: 1, stats: 'price' }
  const parameters = { ...usualNames({ make, model }), year, trim: trim?.trim(), ...place, ...statistic }
  const answer = await ask('/search/car/active', parameters, context, { cacheFor: 'valuation' })
  const price = readJson(id, answer, statsSchema).stats?.price
  if (!price || price.count === 0 || price.median <= 0) return undefined
  const where = zip === undefined ? 'nationwide' : `within ${radiusMiles} miles of ${zip}`
  return {
    value: dollars(price.median),
    source: { name: `${name}, median asked for ${price.count} used cars ${where}` },
  }
}
