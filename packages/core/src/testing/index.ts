export type { ConformanceCase } from './conformance-case.js'
export { type OpenScheduler, schedulerCases } from './scheduler/index.js'
export { type TestClock, type TestClockOptions, testClock } from './test-clock.js'
