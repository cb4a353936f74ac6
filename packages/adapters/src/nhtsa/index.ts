export { type NhtsaOptions, nhtsa } from './nhtsa.js'
