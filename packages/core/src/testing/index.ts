export {
  type AdapterSamples,
  adapterCases,
  type BenchmarksSample,
  type CarSample,
  type ChannelAnswers,
  type ChannelLimit,
  type ChannelSample,
  type ChannelServer,
  type DecodeSample,
  type InsightsSample,
  type ListingsSample,
  type OtherService,
  type ProbeSample,
  type ProbeServer,
  type ProductSample,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  type RenderSample,
  recordedApi,
  type ServiceBehavior,
  type ShownMessage,
} from './adapter/index.js'
export { busCases, type OpenBus } from './bus/index.js'
export type { ConformanceCase } from './conformance-case.js'
export { type OpenScheduler, schedulerCases } from './scheduler/index.js'
export { type OpenStorage, type SampleTables, storageCases } from './storage/index.js'
export { type TestClock, type TestClockOptions, testClock } from './test-clock.js'
