export { busCases, type OpenBus } from './bus/index.js'
export type { ConformanceCase } from './conformance-case.js'
export { type OpenScheduler, schedulerCases } from './scheduler/index.js'
export { type TestClock, type TestClockOptions, testClock } from './test-clock.js'
