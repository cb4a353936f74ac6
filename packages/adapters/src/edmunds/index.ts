export { type EdmundsOptions, edmunds } from './edmunds.js'
