export { http } from './http.js'
export type { HttpProbeOptions, StatusRange } from './options.js'
