export {
  failingConditions,
  groupWaitMs,
  putAlertStep,
  putStep,
  reconsiderHeldAlerts,
  type StepDraft,
  tellOpenAlerts,
} from './alert-steps.js'
export { archiveOldRows } from './archive.js'
export { type ChangeOptions, type VersionCheck, versionCheck } from './change-options.js'
export { checkedAnswer } from './checked-answer.js'
export { type AdapterWith, adapterNames, adaptersWith, chooseAdapter } from './choose-adapter.js'
export {
  alertDeliveryOf,
  type DeliveryDraft,
  enqueueDeliveries,
  withdrawDeliveries,
} from './deliveries.js'
export {
  channelOf,
  checkPlace,
  type DestinationPlace,
  destinationForChannel,
  disableDestination,
  movedDestination,
  withPlace,
} from './destination-settings.js'
export { distanceBetween } from './distance-between.js'
export { everyPage, everyRecord } from './every-record.js'
export { type BackupOptions, exportRows, untilAborted } from './export-rows.js'
export { createFeeds, type Feed, type FeedQuery, type FollowOptions } from './feed.js'
export type { FeedEvent } from './feed-log.js'
export { feedRows } from './feed-rows.js'
export { firstAnswer } from './first-answer.js'
export { guardStorage } from './guarded-storage.js'
export { type MatchedAlerts, matchAlerts } from './match-alerts.js'
export { missedSlotRows } from './missed-slots.js'
export { MissingAnswers } from './missing-answers.js'
export { type ListPage, listPage, type PageList, pageList } from './page-list.js'
export {
  type HistoryOptions,
  historyShape,
  type ListOptions,
  listSchema,
  listShape,
  type PageOptions,
} from './page-options.js'
export {
  completeUrl,
  type RecordSecrets,
  readSecrets,
  removeSecrets,
  requireSecretKey,
  sealAnew,
  secretsIn,
  storeSecrets,
  urlMembers,
  urlSecretsGone,
  wholeUrl,
} from './record-secrets.js'
export { type OwnedRecords, ownedRecords, storeRecord } from './records.js'
export { createRecurringWork, handlerOf, type RecurringWork, type ScheduledWork } from './recurring-work.js'
export { endAlertsOf, removeAlertsOf } from './remove-alerts.js'
export { type Archive, type ArchiveWriter, type RetentionOptions, retentionSchema } from './retention.js'
export type { RowSchemas } from './row-schemas.js'
export { createRuntime, type Emit, type Runtime } from './runtime.js'
export {
  dueAtOfPaused,
  farFuture,
  type NextSlot,
  type PlannedSlot,
  planOf,
  type WorkRun,
} from './scheduled-record.js'
export {
  checkSettings,
  type SettingSecrets,
  settingIssue,
  settingsAsJson,
  withSecrets,
} from './secret-settings.js'
export { settledByTime } from './settled-by-time.js'
export { createSourceAccess, type SourceAccess } from './source-access.js'
export { emitPageChanges, statusPageSummary } from './status-page-changes.js'
export { createSweeper } from './sweeper.js'
export { timeSlices } from './time-slice.js'
export { type Timing, timingOf } from './timing.js'
export { factSourceAnswer, valuationAnswer } from './valuation-answer.js'
export type { AssessmentInput, AssessmentResult, VehicleAssessor } from './vehicle-assessor.js'
export type { MarketProgress, ValuationInput, VehicleValue, VehicleValuer } from './vehicle-valuer.js'
export {
  admitListing,
  type BareSight,
  BlockSizes,
  markGone,
  storeListings,
} from './vehicles/index.js'
