export type { JsonRecords } from './record-times.js'
export { toJson } from './to-json.js'
