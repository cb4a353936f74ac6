export type { ConformanceCase } from './conformance-case.js'
export { type TestClock, type TestClockOptions, testClock } from './test-clock.js'
