export type { ListingsPage } from '../listing-page/read-listings.js'
export { type CarvanaOptions, carvana, carvanaSearchUrl, readCarvana } from './carvana.js'
