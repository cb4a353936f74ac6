export type { ListingsPage } from '../listing-page/read-listings.js'
export { type AutotraderOptions, autotrader, autotraderSearchUrl, readAutotrader } from './autotrader.js'
