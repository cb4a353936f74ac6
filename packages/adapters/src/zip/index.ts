export { type ZipOptions, zip } from './zip.js'
