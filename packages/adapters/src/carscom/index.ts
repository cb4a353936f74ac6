export type { ListingsPage } from '../listing-page/read-listings.js'
export { type CarscomOptions, carscom, carscomSearchUrl, readCarscom } from './carscom.js'
