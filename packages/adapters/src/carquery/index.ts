export { type CarqueryOptions, carquery } from './carquery.js'
