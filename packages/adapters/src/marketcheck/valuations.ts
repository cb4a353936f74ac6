import { money } from '@telltale/core'
import { usualNames } from '@telltale/core/cars/vehicle'
import { type AdapterContext, type CarValuation, readJson, type ValuationQuery } from '@telltale/core/ports'
import { z } from 'zod'
import type { CallApi, MarketcheckSettings } from './options.js'

/** The price of a prediction in US dollars, as other users of the API report it; the price list is not public. */
const predictionCostUsd = 0.09

/** The radius around a ZIP code within which cars are compared: the maximum that every plan allows. */
const radiusMiles = 100

const name = 'MarketCheck'

const statsSchema = z.object({
  stats: z.object({ price: z.object({ count: z.number(), median: z.number() }).optional() }).optional(),
})
const predictionSchema = z.object({ marketcheck_price: z.number().positive() })

const dollars = (amount: number) => money(amount.toFixed(2), 'USD')

/** Values a car: by a prediction if that is enabled and possible, else by the median asking price of such cars. */
export async function valueByMarketcheck(
  settings: MarketcheckSettings,
  callApi: CallApi,
  query: ValuationQuery,
  context: AdapterContext,
): Promise<CarValuation | undefined> {
  context.signal.throwIfAborted()
  // Both calls are of one lookup.
  const lookup = {}
  const call: CallApi = (path, parameters, given, options) =>
    callApi(path, parameters, given, { ...options, lookup })
  return (
    (await predictedPrice(settings, call, query, context)) ?? medianPrice(settings.id, call, query, context)
  )
}

async function predictedPrice(
  { id, predictions, dealerType }: MarketcheckSettings,
  callApi: CallApi,
  { vin, mileageMiles: miles, zip }: ValuationQuery,
  context: AdapterContext,
): Promise<CarValuation | undefined> {
  if (!predictions || vin === undefined || miles === undefined || zip === undefined) return undefined
  const parameters = { vin, miles, zip, dealer_type: dealerType }
  const options = { cacheFor: 'valuation', costUsd: predictionCostUsd } as const
  const response = await callApi('/predict/car/us/marketcheck_price', parameters, context, options)
  // 422 is a VIN that cannot be priced.
  if (response.status === 404 || response.status === 422) return undefined
  const { marketcheck_price: price } = readJson(id, response, predictionSchema)
  const source = { name: `${name}, predicted for dealers (${dealerType})` }
  return { value: dollars(price), source, priceLevel: 'asking' }
}

async function medianPrice(
  id: string,
  callApi: CallApi,
  { make, model, year, trim, zip }: ValuationQuery,
  context: AdapterContext,
): Promise<CarValuation | undefined> {
  const place = zip === undefined ? {} : { zip, radius: radiusMiles }
  // Cars without a price count in no statistic; `1-*` leaves them out.
  const statistic = { car_type: 'used', price_range: '1-*', rows: 1, stats: 'price' }
  const parameters = { ...usualNames({ make, model, trim }), year, ...place, ...statistic }
  const response = await callApi('/search/car/active', parameters, context, { cacheFor: 'valuation' })
  const price = readJson(id, response, statsSchema).stats?.price
  if (!price || price.count === 0 || price.median <= 0) return undefined
  const where = zip === undefined ? 'nationwide' : `within ${radiusMiles} miles of ${zip}`
  return {
    value: dollars(price.median),
    source: { name: `${name}, median asked for ${price.count} used cars ${where}` },
    priceLevel: 'asking',
  }
}
