import { escapeXml } from '../../latency/svg.js'
import type { StatusPageDay, StatusPageEntry } from '../status-page-report.js'
import { durationText, type PageFormat } from './page-format.js'

/** The width of a day with its gap, that of its bar, and the height of the image, in its own units. */
const [dayWidth, barWidth, height] = [4, 3, 32]

/** The top of the bar of each state: days with trouble rise above the others, those without data stay low. */
const tops: Readonly<Record<StatusPageDay['state'], number>> = {
  operational: 6,
  degraded: 4,
  partial: 2,
  down: 0,
  unknown: 24,
}

/** Returns the bars of a monitor's days, each with a title, and the days with trouble as a list that opens. */
export function uptimeBars({ name, days, uptimePercent }: StatusPageEntry, format: PageFormat): string {
  const { words } = format
  const bars = days.map((day, index) => {
    const top = tops[day.state]
    const place = `x="${index * dayWidth}" y="${top}" width="${barWidth}" height="${height - top}"`
    return `<rect class="${day.state}" ${place}><title>${dayText(day, format)}</title></rect>`
  })
  const uptime =
    uptimePercent === undefined
      ? escapeXml(words.states.unknown)
      : `${format.percent(uptimePercent)} ${escapeXml(words.uptime)}`
  const width = Math.max(1, days.length * dayWidth - (dayWidth - barWidth))
  return (
    `<svg class="bars" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" ` +
    `aria-label="${escapeXml(name)}: ${uptime}">${bars.join('')}</svg>` +
    `<p class="scale"><span>${escapeXml(words.firstDay)}</span><b>${uptime}</b>` +
    `<span>${escapeXml(words.lastDay)}</span></p>${troubledDays(days, format)}`
  )
}

function dayText({ date, state, uptimePercent, downSeconds }: StatusPageDay, format: PageFormat): string {
  const { words } = format
  const parts = [escapeXml(words.states[state])]
  if (uptimePercent !== undefined) parts.push(`${format.percent(uptimePercent)} ${escapeXml(words.uptime)}`)
  if (downSeconds > 0) parts.push(`${escapeXml(words.downFor)} ${durationText(downSeconds)}`)
  return `${format.day(date)}: ${parts.join(', ')}`
}

/** Returns the days with trouble, the last first, for those who cannot point at a bar. */
function troubledDays(days: readonly StatusPageDay[], format: PageFormat): string {
  const troubled = days.filter(({ state }) => state !== 'operational' && state !== 'unknown').toReversed()
  if (troubled.length === 0) return ''
  const items = troubled.map((day) => `<li><i class="${day.state}"></i>${dayText(day, format)}</li>`)
  const summary = `${escapeXml(format.words.troubledDays)} (${troubled.length})`
  return `<details><summary>${summary}</summary><ul class="days">${items.join('')}</ul></details>`
}
