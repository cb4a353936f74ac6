import { type Adapter, parseOptions } from '@telltale/core/ports'
import { accessTokens } from '../google-sign-in/access-token.js'
import { findBenchmark, searchProducts } from './merchant-products.js'
import { type GoogleMerchantOptions, optionsSchema } from './options.js'
import { reportClient } from './report-client.js'

const scope = 'https://www.googleapis.com/auth/content'

/**
 * Makes a source of the host's own catalogue in Google's Merchant Center, with the prices of other shops for the same
 * products and the prices that Google suggests, from the reports of the Merchant API. Needs `google-auth-library`, which is
 * loaded with the first call.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { googleMerchant } from '@telltale/adapters/google-merchant'
 *
 * const { MERCHANT_ACCOUNT = '', CLIENT_EMAIL = '', PRIVATE_KEY = '' } = process.env
 * const credentials = { clientEmail: CLIENT_EMAIL, privateKey: PRIVATE_KEY }
 * const adapter = googleMerchant({ account: MERCHANT_ACCOUNT, credentials, country: 'IN' })
 * ```
 */
export function googleMerchant(options: GoogleMerchantOptions): Adapter {
  const settings = parseOptions('googleMerchant', optionsSchema, options)
  const queryReport = reportClient(settings, accessTokens(settings.id, { ...settings.credentials, scope }))
  return {
    specVersion: 1,
    id: settings.id,
    secrets: () => [settings.credentials.privateKey],
    benchmarks: {
      search: (query, context) => searchProducts(queryReport, settings, query, context),
      find: (gtin, context) => findBenchmark(queryReport, settings, gtin, context),
    },
  }
}
