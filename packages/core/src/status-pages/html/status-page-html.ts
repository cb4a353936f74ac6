import { z } from 'zod'
import { escapeXml } from '../../latency/svg.js'
import { type OptionsShape, parseOptions } from '../../options/index.js'
import { englishWords, type StatusPageWords } from '../page-words.js'
import type { StatusPageReport } from '../status-page-report.js'
import { pageFormat } from './page-format.js'
import { groupSections, maintenanceSection, openIncidents, pastIncidents } from './page-sections.js'
import { pageStyle } from './page-style.js'
import { stateIcon, tabIcon } from './state-icon.js'

/** Options of the HTML of a status page. */
export interface StatusPageHtmlOptions {
  /** The address of the feed that `statusPageFeed` makes, such as `'feed.atom'`. @default none: no link to it */
  readonly feedUrl?: string
  /** Words in another language, or of another tone. @default English */
  readonly words?: Partial<StatusPageWords>
}

const isWebAddress = (address: string): boolean => {
  try {
    return /^https?:$/.test(new URL(address, 'https://page.example/').protocol)
  } catch {
    return false
  }
}

const word = z.string().max(500)
const wordShape = Object.fromEntries(
  Object.entries(englishWords).map(([name, value]) => {
    const states = typeof value === 'string' ? undefined : Object.keys(value).map((state) => [state, word])
    return [name, (states ? z.strictObject(Object.fromEntries(states)) : word).exactOptional()]
  }),
)

const htmlSchema = z.strictObject({
  feedUrl: z
    .string()
    .max(2_048)
    .refine(isWebAddress, { error: "expected an address such as 'feed.atom' or 'https://…'" })
    .optional(),
  words: (
    z.strictObject(wordShape) as z.ZodType<Partial<StatusPageWords>, Partial<StatusPageWords>>
  ).optional(),
} satisfies OptionsShape<StatusPageHtmlOptions>)

/**
 * Returns a status page as one HTML file that needs nothing else: no script, no other file, no server. It is light or dark as
 * its reader prefers, fits a phone, and can be read aloud. Whoever serves it from elsewhere, such as a CDN, has it while the
 * host is down; the time that it is of stands at its top.
 *
 * @param report - the result of `statusPages.report`. Every text in it is escaped.
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises'
 * import { statusPageHtml } from '@telltale/core'
 *
 * telltale.on('status-page:changed', async ({ page }) => {
 *   const report = await telltale.for(page.ownerId).statusPages.report(page.id)
 *   await writeFile('public/status.html', statusPageHtml(report))
 * })
 * ```
 */
export function statusPageHtml(report: StatusPageReport, options: StatusPageHtmlOptions = {}): string {
  const given = parseOptions('statusPageHtml', htmlSchema, options)
  const words: StatusPageWords = { ...englishWords, ...given.words }
  const format = pageFormat(report, words)
  const { title, description, locale, timeZone, at, state } = report
  const overall = escapeXml(words.overall[state])
  const feed = given.feedUrl === undefined ? undefined : escapeXml(given.feedUrl)
  const feedName = escapeXml(words.feed)
  const head = [
    '<meta charset="utf-8">',
    // It holds no script, and the browser would run none that got into it.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeXml(title)} · ${overall}</title>`,
    `<meta name="description" content="${escapeXml(description ?? title)}">`,
    `<link rel="icon" href="${tabIcon(state)}">`,
    ...(feed === undefined
      ? []
      : [`<link rel="alternate" type="application/atom+xml" title="${feedName}" href="${feed}">`]),
    `<style>${pageStyle}</style>`,
  ]
  const zone = `${escapeXml(words.timesIn)} ${escapeXml(timeZone)}. ${escapeXml(words.daysIn)}`
  const link = feed === undefined ? '' : ` · <a href="${feed}">${feedName}</a>`
  return [
    `<!doctype html>\n<html lang="${escapeXml(locale)}">\n<head>`,
    ...head,
    '</head>\n<body>\n<div class="page">',
    `<header><h1>${format.text(title)}</h1>${description === undefined ? '' : `<p class="description">${format.text(description)}</p>`}</header>`,
    '<main>',
    `<div class="banner ${state}">${stateIcon(state)}<div><p class="words">${overall}</p>` +
      `<p class="as-of">${escapeXml(words.asOf)} ${format.moment(at)}</p></div></div>`,
    openIncidents(report, format),
    maintenanceSection(report, format),
    groupSections(report, format),
    pastIncidents(report, format),
    `</main>\n<footer>${zone}${link}</footer>`,
    '</div>\n</body>\n</html>\n',
  ].join('\n')
}
