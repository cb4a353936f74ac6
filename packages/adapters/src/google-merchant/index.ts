export { googleMerchant } from './google-merchant.js'
export type { GoogleMerchantOptions, ServiceAccount } from './options.js'
