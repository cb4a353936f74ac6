export type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from './check.js'
