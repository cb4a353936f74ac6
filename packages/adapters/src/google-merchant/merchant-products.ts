import {
  fromMinor,
  type MerchantProduct,
  type Money,
  minorDigits,
  type PriceBenchmark,
  TelltaleError,
} from '@telltale/core'
import type { AdapterContext, Availability, MerchantQuery } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { z } from 'zod'
import type { GoogleMerchantSettings } from './options.js'
import type { QueryReport } from './report-client.js'

const price = z.object({
  amountMicros: z.string().regex(/^\d{1,18}$/),
  currencyCode: z.string().regex(/^[A-Z]{3}$/),
})

const productRow = z.object({
  id: z.string(),
  offerId: z.string().optional(),
  title: z.string().optional(),
  brand: z.string().optional(),
  price: price.optional(),
  availability: z.string().optional(),
  gtin: z.array(z.string()).optional(),
})

const benchmarkRow = z.object({
  id: z.string(),
  reportCountryCode: z.string(),
  benchmarkPrice: price.optional(),
})

const suggestionRow = z.object({
  id: z.string(),
  suggestedPrice: price.optional(),
  predictedImpressionsChangeFraction: z.number().optional(),
  predictedClicksChangeFraction: z.number().optional(),
  predictedConversionsChangeFraction: z.number().optional(),
  effectiveness: z.string().optional(),
})

type BenchmarkRow = z.output<typeof benchmarkRow>
type SuggestionRow = z.output<typeof suggestionRow>

/** Searches products of the catalogue, with the prices of other shops and Google's suggestions. */
export async function searchProducts(
  queryReport: QueryReport,
  settings: GoogleMerchantSettings,
  { text, limit }: MerchantQuery,
  context: AdapterContext,
): Promise<readonly MerchantProduct[]> {
  const products = await queryProducts(queryReport, conditions(text), limit, context)
  if (products.length === 0) return []
  const ids = products.map(({ id }) => id)
  const [benchmarks, suggestions] = await Promise.all([
    queryBenchmarks(queryReport, settings, ids, context),
    querySuggestions(queryReport, ids, context),
  ])
  return products.map((product) => {
    const benchmark = benchmarkOf(
      settings,
      benchmarks.find(({ id }) => id === product.id),
    )
    const suggestion = suggestionOf(suggestions.find(({ id }) => id === product.id))
    return { ...toProduct(product), ...defined({ benchmark, suggestion }) }
  })
}

/** Finds the price that other shops ask for the product with this GTIN. */
export async function findBenchmark(
  queryReport: QueryReport,
  settings: GoogleMerchantSettings,
  gtin: string,
  context: AdapterContext,
): Promise<PriceBenchmark | undefined> {
  const digits = gtin.replace(/\D/g, '')
  if (!/^\d{8,14}$/.test(digits)) return undefined
  const products = await queryProducts(queryReport, `gtin CONTAINS ANY (${quoted([digits])})`, 10, context)
  if (products.length === 0) return undefined
  const rows = await queryBenchmarks(
    queryReport,
    settings,
    products.map(({ id }) => id),
    context,
  )
  return benchmarkOf(
    settings,
    rows.find(({ benchmarkPrice }) => benchmarkPrice),
  )
}

/**
 * Builds the condition of a search: each word must be in the title. A character that is neither letter nor digit matches any
 * character, so that nothing needs escaping.
 */
function conditions(text: string): string {
  if (/^\d{8,14}$/.test(text)) return `gtin CONTAINS ANY (${quoted([text])})`
  const words = text.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}]/gu, '.'))
  return words.map((word) => `title REGEXP_MATCH '(?i).*${word}.*'`).join(' AND ')
}

const quoted = (ids: readonly string[]): string =>
  ids.map((each) => `'${each.replace(/[\\']/g, '\\$&')}'`).join(', ')

const queryProducts = (queryReport: QueryReport, where: string, limit: number, context: AdapterContext) =>
  queryReport(
    {
      view: 'productView',
      row: productRow,
      text: `SELECT id, offer_id, title, brand, price, availability, gtin FROM product_view WHERE ${where}`,
      limit,
    },
    context,
  )

const queryBenchmarks = (
  queryReport: QueryReport,
  { country }: GoogleMerchantSettings,
  ids: readonly string[],
  context: AdapterContext,
) =>
  whereAllowed<BenchmarkRow>(context, () =>
    queryReport(
      {
        view: 'priceCompetitivenessProductView',
        row: benchmarkRow,
        text:
          'SELECT report_country_code, id, benchmark_price FROM price_competitiveness_product_view ' +
          `WHERE id IN (${quoted(ids)})${country ? ` AND report_country_code = '${country}'` : ''}`,
        limit: 1_000,
      },
      context,
    ),
  )

const querySuggestions = (queryReport: QueryReport, ids: readonly string[], context: AdapterContext) =>
  whereAllowed<SuggestionRow>(context, () =>
    queryReport(
      {
        view: 'priceInsightsProductView',
        row: suggestionRow,
        text:
          'SELECT id, suggested_price, predicted_impressions_change_fraction, predicted_clicks_change_fraction, ' +
          `predicted_conversions_change_fraction, effectiveness FROM price_insights_product_view WHERE id IN (${quoted(ids)})`,
        limit: 1_000,
      },
      context,
    ),
  )

/**
 * Returns the rows, or none when the account is not eligible for market prices: the catalogue is useful without them.
 */
async function whereAllowed<Row>(
  { logger }: AdapterContext,
  rows: () => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  try {
    return await rows()
  } catch (cause) {
    if (!TelltaleError.is(cause) || cause.code !== 'FORBIDDEN') throw cause
    logger.warn({ err: cause }, 'the account may not see what others ask')
    return []
  }
}

const availabilities: Readonly<Record<string, Availability>> = {
  IN_STOCK: 'InStock',
  OUT_OF_STOCK: 'OutOfStock',
  PREORDER: 'PreOrder',
  BACKORDER: 'BackOrder',
}

function toProduct(row: z.output<typeof productRow>): MerchantProduct {
  const { id, offerId, title, brand, gtin = [] } = row
  const availability = availabilities[(row.availability ?? '').toUpperCase()]
  return {
    id,
    ...defined({
      offerId,
      title,
      brand,
      gtin: gtin[0],
      price: row.price ? toMoney(row.price) : undefined,
      availability,
    }),
  }
}

function benchmarkOf(
  { id }: GoogleMerchantSettings,
  row: BenchmarkRow | undefined,
): PriceBenchmark | undefined {
  if (!row?.benchmarkPrice) return undefined
  return { price: toMoney(row.benchmarkPrice), country: row.reportCountryCode, source: id }
}

function suggestionOf(row: SuggestionRow | undefined): MerchantProduct['suggestion'] {
  if (!row?.suggestedPrice) return undefined
  const percent = (fraction: number | undefined) =>
    fraction === undefined ? undefined : Math.round(1_000 * fraction) / 10
  const [impressionsPercent, clicksPercent, conversionsPercent] = [
    percent(row.predictedImpressionsChangeFraction),
    percent(row.predictedClicksChangeFraction),
    percent(row.predictedConversionsChangeFraction),
  ]
  const effectiveness = (['low', 'medium', 'high'] as const).find(
    (each) => each === row.effectiveness?.toLowerCase(),
  )
  return {
    price: toMoney(row.suggestedPrice),
    ...defined({ impressionsPercent, clicksPercent, conversionsPercent, effectiveness }),
  }
}

/** Converts micros, millionths of the currency's unit. Rounds to its minor unit, halves up. */
function toMoney({ amountMicros, currencyCode }: z.output<typeof price>): Money {
  const scale = 10n ** BigInt(6 - minorDigits(currencyCode))
  return fromMinor((2n * BigInt(amountMicros) + scale) / (2n * scale), currencyCode)
}
