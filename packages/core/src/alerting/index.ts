export type {
  AlertChild,
  AlertNotice,
  AlertSubject,
  DisabledNotice,
  EndedSilence,
  MonitorSubject,
  Notice,
  NoticeReader,
  NotificationKind,
  ProductSubject,
  Severity,
  SourceSubject,
  SubjectKind,
  SummaryNotice,
  TestNotice,
  VerificationNotice,
} from './alert-notice.js'
export type {
  AlertCondition,
  LeastDuring,
  MonitorCondition,
  SingleCondition,
  SourceCondition,
} from './condition.js'
export type { AlertEdge, FiringRule, SubjectMatch } from './match-subject.js'
export { matchSubject } from './match-subject.js'
export {
  type AlertChartOptions,
  type ChartBand,
  chartSvg,
  englishMessageWords,
  type MailLink,
  type MessageFact,
  type MessageTexts,
  type MessageWords,
  type ReaderFormat,
  type RenderedMessage,
  type RenderOptions,
  readerFormat,
  renderNotice,
} from './messages/index.js'
export type { Burn, MonitorFacts, ProductFacts, RuleFacts, SourceFacts } from './rule-facts.js'
export type {
  MonitorPartState,
  PartState,
  RememberedCheck,
  SubjectState,
  SubjectStates,
} from './subject-state.js'
export { when } from './when.js'
