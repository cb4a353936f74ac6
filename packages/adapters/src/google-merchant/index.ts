export type { ServiceAccount } from '../google-sign-in/service-account.js'
export { googleMerchant } from './google-merchant.js'
export type { GoogleMerchantOptions } from './options.js'
