export { type FueleconomyOptions, fueleconomy } from './fueleconomy.js'
