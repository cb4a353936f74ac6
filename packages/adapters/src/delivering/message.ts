import type { Notification, NotificationFact, NotificationLink } from '@telltale/core/ports'
import { cutTo, lengthOf, type Measure, oneLine, plainText } from './text.js'

/** The texts of a notification, cleaned: no control characters, and a single line where one is meant. */
export interface CleanMessage {
  /** The title in one line. */
  readonly title: string
  /** The text in lines. */
  readonly text: string
  /** The facts, each in one line. */
  readonly facts: readonly NotificationFact[]
  /** The links, with URLs that have no spaces, quotes or angle brackets. */
  readonly links: readonly NotificationLink[]
}

/** The longest title, label of a link, name of a fact and value of a fact, in characters. Services show no more of them. */
const [maxTitle, maxLabel, maxName, maxValue] = [250, 80, 80, 400]

/** Cleans the texts of a notification. */
export const cleanMessage = ({ title, text, facts = [], links = [] }: Notification): CleanMessage => ({
  title: cutTo(oneLine(title), maxTitle),
  text: plainText(text),
  facts: facts.map(({ name, value }) => ({
    name: cutTo(oneLine(name), maxName),
    value: cutTo(oneLine(value), maxValue),
  })),
  links: links.map(({ effect, label, url }) => ({
    effect,
    label: cutTo(oneLine(label), maxLabel),
    url: new URL(url).href,
  })),
})

/** The form of a text: its limit, and how it is measured. */
export interface TextLimit {
  /** The maximum size. */
  readonly max: number
  /** Measures a text. @default in UTF-16 code units */
  readonly sizeOf?: Measure
  /** Writes a link. @default `label: url` */
  readonly writeLink?: (link: NotificationLink) => string
}

const asLine = ({ label, url }: NotificationLink): string => `${label}: ${url}`

/** Returns the text of a message with its facts in lines. */
export const textWithFacts = ({ text, facts }: Pick<CleanMessage, 'text' | 'facts'>): string =>
  [text, ...facts.map(({ name, value }) => `${name}: ${value}`)].filter(Boolean).join('\n')

/**
 * Returns the text, the facts and the links of a message as one text that fits. The links are kept as long as they take half
 * of it at most, and the rest is cut, since a reader needs the way to the whole more than its end.
 */
export function fittedText(
  message: Pick<CleanMessage, 'text' | 'facts' | 'links'>,
  { max, sizeOf = lengthOf, writeLink = asLine }: TextLimit,
): string {
  let tail = ''
  for (const link of message.links) {
    const longer = `${tail}\n${writeLink(link)}`
    if (sizeOf(longer) <= max / 2) tail = longer
  }
  return `${cutTo(textWithFacts(message), max - sizeOf(tail), sizeOf)}${tail}`.trim()
}

/** Returns the first link that shows the subject of a message. */
export const viewLink = ({ links }: Pick<CleanMessage, 'links'>): NotificationLink | undefined =>
  links.find(({ effect }) => effect === 'view')
