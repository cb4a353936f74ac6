export { type CorgiDecoder, type CorgiOptions, type CorgiResult, corgi } from './corgi.js'
