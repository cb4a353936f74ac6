import type { AlertNotice, MonitorSubject, ProductSubject, SourceSubject } from '../alert-notice.js'
import type { MessageWords } from './message-words.js'
import type { ReaderFormat } from './reader-format.js'

/** A fact beside the text. */
export interface MessageFact {
  /** The name of the fact. */
  readonly name: string
  /** Its value. */
  readonly value: string
}

type Row = readonly [name: string, value: string | undefined]

const optional = <Value>(value: Value | undefined, write: (value: Value) => string): string | undefined =>
  value === undefined ? undefined : write(value)

const monitorRows = (
  subject: MonitorSubject,
  { facts }: MessageWords,
  format: ReaderFormat,
): readonly Row[] => [
  [
    facts.tier,
    optional(subject.tier, (tier) => (subject.previousTier ? `${subject.previousTier} → ${tier}` : tier)),
  ],
  [facts.latency, optional(subject.latencyMs, format.latency)],
  [facts.usual, optional(subject.usualMs, format.latency)],
  [facts.failedChecks, optional(subject.failedChecks, format.count)],
  [facts.certificate, optional(subject.certificateExpiresAt, format.time)],
  [facts.region, subject.region],
]

const productRows = (
  subject: ProductSubject,
  { facts }: MessageWords,
  format: ReaderFormat,
): readonly Row[] => [
  [facts.price, optional(subject.price, format.money)],
  [facts.previousPrice, optional(subject.previousPrice, format.money)],
  [facts.usualPrice, optional(subject.usualPrice, format.money)],
  [facts.saleDepth, optional(subject.saleDepthPercent, format.percent)],
  [facts.wasPrice, optional(subject.wasPrice, format.money)],
]

const sourceRows = (
  subject: SourceSubject,
  { facts }: MessageWords,
  format: ReaderFormat,
): readonly Row[] => [[facts.spent, optional(subject.spentPercent, format.percent)]]

function subjectRows({ subject }: AlertNotice, words: MessageWords, format: ReaderFormat): readonly Row[] {
  if (subject.kind === 'monitor') return monitorRows(subject, words, format)
  if (subject.kind === 'product') return productRows(subject, words, format)
  return sourceRows(subject, words, format)
}

/** Returns the facts of an alert: those of its subject, its time, and who takes care of it. */
export function noticeFacts(
  notice: AlertNotice,
  words: MessageWords,
  format: ReaderFormat,
): readonly MessageFact[] {
  const { facts } = words
  const isOver = notice.kind === 'ended'
  const rows: readonly Row[] = [
    ...subjectRows(notice, words, format),
    [facts.since, format.time(notice.startedAt)],
    [facts.lasted, isOver ? format.duration(notice.at - notice.startedAt) : undefined],
    [facts.rule, notice.ruleName],
    [facts.acknowledgedBy, notice.acknowledgedBy],
  ]
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}
