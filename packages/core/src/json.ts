export type { JsonRecords } from './json-records.js'
export { toJson } from './to-json.js'
