import { z } from 'zod'
import { escapeXml } from '../latency/svg.js'
import { type OptionsShape, parseOptions, urlOption } from '../options/index.js'
import { englishWords } from './page-words.js'
import type { StatusPageIncident, StatusPageReport } from './status-page-report.js'

/** Options of the feed of a status page. */
export interface StatusPageFeedOptions {
  /** The public address of the page, such as `'https://status.shop.example/'`. */
  readonly url: string
}

const feedSchema = z.strictObject({ url: urlOption() } satisfies OptionsShape<StatusPageFeedOptions>)

/**
 * Returns the incidents of a status page as a feed (Atom, RFC 4287), which feed readers and chats subscribe to. An entry is
 * updated when its incident ends or gets another public note.
 *
 * @param report - the result of `statusPages.report`. Every text in it is escaped.
 * @throws `ValidationError` when the address is wrong.
 * @example
 * ```ts
 * import { statusPageFeed } from '@telltale/core'
 *
 * const report = await telltale.statusPages.report('shop')
 * const atom = statusPageFeed(report, { url: 'https://status.shop.example/' })
 * ```
 */
export function statusPageFeed(report: StatusPageReport, options: StatusPageFeedOptions): string {
  const { url } = parseOptions('statusPageFeed', feedSchema, options)
  const { title, incidents, at } = report
  const address = escapeXml(url)
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<title>${escapeXml(title)}</title>`,
    `<id>${address}</id>`,
    `<link href="${address}"/>`,
    `<updated>${iso(Math.max(...incidents.map(updatedAt), incidents.length === 0 ? at : 0))}</updated>`,
    `<author><name>${escapeXml(title)}</name></author>`,
    ...incidents.map((incident) => entryOf(incident, address)),
    '</feed>\n',
  ].join('\n')
}

const iso = (at: number): string => new Date(at).toISOString()

const updatedAt = ({ from, to = from, messages }: StatusPageIncident): number =>
  Math.max(to, ...messages.map(({ at }) => at))

function entryOf(incident: StatusPageIncident, address: string): string {
  const { id, monitor, from, to, messages } = incident
  const state = englishWords.states[to === undefined ? 'down' : 'operational']
  const words = messages.map(({ at, text }) => `${iso(at)}: ${text ?? englishWords.acknowledged}`)
  const time = to === undefined ? `Since ${iso(from)}` : `${iso(from)} to ${iso(to)}`
  return [
    '<entry>',
    `<title>${escapeXml(`${monitor}: ${state}`)}</title>`,
    `<id>urn:uuid:${escapeXml(id)}</id>`,
    `<link href="${address}#incident-${escapeXml(id)}"/>`,
    `<published>${iso(from)}</published>`,
    `<updated>${iso(updatedAt(incident))}</updated>`,
    `<content type="text">${escapeXml([time, ...words].join('\n'))}</content>`,
    '</entry>',
  ].join('\n')
}
