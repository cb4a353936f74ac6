export type { ListingsPage } from '../listing-page/read-listings.js'
export { type AutotraderOptions, autotrader, readAutotrader } from './autotrader.js'
