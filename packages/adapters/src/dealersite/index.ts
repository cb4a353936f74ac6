export type { ListingsPage } from '../listing-page/read-listings.js'
export { type DealersiteOptions, dealersite, readDealersite } from './dealersite.js'
