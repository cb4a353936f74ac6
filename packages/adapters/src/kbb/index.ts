export { type KbbOptions, kbb } from './kbb.js'
