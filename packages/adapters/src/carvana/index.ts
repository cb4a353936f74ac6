export type { ListingsPage } from '../listing-page/read-listings.js'
export { type CarvanaOptions, carvana, readCarvana } from './carvana.js'
