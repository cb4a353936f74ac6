export type { ListingsPage } from '../listing-page/read-listings.js'
export { type CarscomOptions, carscom, readCarscom } from './carscom.js'
