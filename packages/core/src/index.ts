export { TelltaleError } from './errors/index.js'
