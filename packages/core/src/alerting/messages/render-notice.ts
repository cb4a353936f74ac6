import type { AlertNotice, Notice, NoticeReader, SummaryNotice } from '../alert-notice.js'
import { type MailLink, mailHtml } from './mail-html.js'
import { englishMessageWords, fill, type MessageWords } from './message-words.js'
import { type MessageFact, noticeFacts } from './notice-facts.js'
import { type ReaderFormat, readerFormat } from './reader-format.js'

/** The texts of a message, without the page for mails. */
export interface MessageTexts {
  /** The subject in one line. */
  readonly title: string
  /** The text in lines. */
  readonly text: string
  /** The facts beside it. */
  readonly facts: readonly MessageFact[]
}

/** A message in the words of its reader. */
export interface RenderedMessage extends MessageTexts {
  /** The page for mails. */
  readonly html: string
}

/** Options of {@link renderNotice}. */
export interface RenderOptions {
  /** The reader. @default English, in UTC */
  readonly reader?: NoticeReader
  /** The words by language, such as `{ de: … }`. @default English alone */
  readonly words?: Readonly<Record<string, MessageWords>>
  /** The links below the text of a mail. @default [] */
  readonly links?: readonly MailLink[]
  /** The words for a picture with the source `cid:image`. @default there is none */
  readonly imageDescription?: string
  /** Makes the texts instead of those given: a host replaces the template of any notice by it. @default the given texts */
  readonly template?: (notice: Notice, texts: MessageTexts, format: ReaderFormat) => MessageTexts
}

const maxListed = 20

/**
 * Renders a notice: subject, text, facts, and a page for mails, in the language and the time zone of the reader. It is pure,
 * so a host previews a message by it.
 *
 * @example
 * ```ts
 * import { renderNotice } from '@telltale/core/alerting'
 *
 * const notice = { kind: 'test', at: Date.UTC(2026, 0, 31, 12, 30) } as const
 * const { text } = renderNotice(notice, { reader: { timeZone: 'Europe/Berlin' } })
 * console.log(text) // You asked for this test at Jan 31, 2026, 1:30 PM GMT+1. Alerts arrive here.
 * ```
 */
export function renderNotice(notice: Notice, options: RenderOptions = {}): RenderedMessage {
  const { reader = {}, links = [], template = (_, texts) => texts, imageDescription } = options
  const format = readerFormat(reader)
  const texts = template(notice, textsOf(notice, wordsOf(options), format), format)
  const language = reader.language ?? 'en'
  const tone = toneOf(notice)
  return { ...texts, html: mailHtml({ ...texts, links, language, tone, imageDescription }) }
}

function wordsOf({ reader, words = {} }: RenderOptions): MessageWords {
  const language = reader?.language ?? 'en'
  return words[language] ?? words[language.split('-')[0] ?? ''] ?? englishMessageWords
}

/** Returns the tone of a message, which decides its colour. */
function toneOf(notice: Notice): 'info' | 'warning' | 'critical' | 'good' {
  if (notice.kind === 'ended') return 'good'
  if (notice.kind === 'disabled') return 'warning'
  return 'severity' in notice ? notice.severity : 'info'
}

function textsOf(notice: Notice, words: MessageWords, format: ReaderFormat): MessageTexts {
  switch (notice.kind) {
    case 'summary':
      return summaryTexts(notice, words, format)
    case 'verification': {
      const values = { code: notice.code, time: format.time(notice.expiresAt) }
      return plainTexts(words.verification, values)
    }
    case 'test':
      return plainTexts(words.test, { time: format.time(notice.at) })
    case 'disabled': {
      const { channel, label, reason } = notice
      return plainTexts(words.disabled, { channel, label, reason })
    }
    default:
      return alertTexts(notice, words, format)
  }
}

const plainTexts = (
  { title, text }: { readonly title: string; readonly text: string },
  values: Readonly<Record<string, string>>,
): MessageTexts => ({ title: fill(title, values), text: fill(text, values), facts: [] })

function alertTitle(notice: AlertNotice, words: MessageWords): string {
  const { kind, reason, subject, afterSilence, reminder = 1 } = notice
  const text = afterSilence && kind !== 'ended' ? words.stillSo : words[kind]
  return fill(text, { name: subject.name, reason, count: reminder })
}

function alertTexts(notice: AlertNotice, words: MessageWords, format: ReaderFormat): MessageTexts {
  const { subject, children = [], childCount = children.length, afterSilence } = notice
  const failure = 'failure' in subject ? subject.failure : undefined
  const lines = [
    `${notice.reason.charAt(0).toUpperCase()}${notice.reason.slice(1)}.`,
    typeof failure === 'string' ? failure : failure?.message,
    'url' in subject ? subject.url : undefined,
    childCount > 0 ? childrenLine(children, childCount, words, format) : undefined,
    afterSilence &&
      fill(words.afterSilence, { author: afterSilence.author, reason: afterSilence.reason ?? '–' }),
    notice.isLate ? words.late : undefined,
  ]
  return {
    title: alertTitle(notice, words),
    text: lines.filter(Boolean).join('\n'),
    facts: noticeFacts(notice, words, format),
  }
}

function childrenLine(
  children: NonNullable<AlertNotice['children']>,
  count: number,
  words: MessageWords,
  format: ReaderFormat,
): string {
  const listed = children.slice(0, maxListed).map(({ name }) => name)
  const others = count - listed.length
  const names = others > 0 ? [...listed, fill(words.others, { count: format.count(others) })] : listed
  return fill(words.children, { count: format.count(count), names: names.join(', ') })
}

function summaryTexts(notice: SummaryNotice, words: MessageWords, format: ReaderFormat): MessageTexts {
  const listed = notice.alerts.slice(0, maxListed)
  const others = notice.count - listed.length
  const lines = listed.map((alert) => `${format.time(alert.at)}: ${alertTitle(alert, words)}`)
  if (others > 0) lines.push(fill(words.others, { count: format.count(others) }))
  const title = fill(words.summary[notice.because], { count: format.count(notice.count) })
  return { title, text: lines.join('\n'), facts: [] }
}
