export type { AssertionSubject, HttpAssertion } from './assertion.js'
export { http } from './http.js'
export type { HttpAuth, HttpPhaseTimeouts, HttpProbeOptions, StatusRange } from './options.js'
