export type { ListingsPage } from '../listing-page/read-listings.js'
export { type CargurusOptions, cargurus, readCargurus } from './cargurus.js'
