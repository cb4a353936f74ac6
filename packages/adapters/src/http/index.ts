export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { AssertionSubject, HttpAssertion } from './assertion.js'
export { http } from './http.js'
export type {
  CheckedHttpSettings,
  HttpExpectations,
  HttpRequestSettings,
  HttpSettings,
  SecretText,
} from './monitor-settings.js'
export type { HttpAuth, HttpPhaseTimeouts, HttpProbeOptions, StatusRange } from './options.js'
