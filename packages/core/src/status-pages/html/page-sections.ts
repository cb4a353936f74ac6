import { escapeXml } from '../../latency/svg.js'
import type {
  StatusPageEntry,
  StatusPageIncident,
  StatusPageMaintenance,
  StatusPageReport,
} from '../status-page-report.js'
import { durationText, type PageFormat } from './page-format.js'
import { stateIcon } from './state-icon.js'
import { uptimeBars } from './uptime-bars.js'

/** The age of an incident from which on it is folded away. */
const earlierMs = 14 * 86_400_000

const section = (className: string, title: string | undefined, content: string): string =>
  `<section class="${className}">${title === undefined ? '' : `<h2>${title}</h2>`}${content}</section>`

/** Returns the groups of a page with their monitors. */
export const groupSections = ({ groups }: StatusPageReport, format: PageFormat): string =>
  groups
    .map(({ name, monitors }) =>
      section(
        'group',
        name === undefined ? undefined : format.text(name),
        `<ul class="card">${monitors.map((entry) => monitorItem(entry, format)).join('')}</ul>`,
      ),
    )
    .join('')

function monitorItem(entry: StatusPageEntry, format: PageFormat): string {
  const { name, state, medianMs, tags = [] } = entry
  const { words } = format
  const latency = medianMs === undefined ? [] : [`${escapeXml(words.median)} ${format.latency(medianMs)}`]
  const chips = tags.map((tag) => `<span class="tag">${format.text(tag)}</span>`)
  const about = [...chips, ...latency].join(' ')
  return (
    `<li class="monitor"><div class="head"><h3>${format.text(name)}</h3>` +
    `<span class="state ${state}">${stateIcon(state)}${escapeXml(words.states[state])}</span></div>` +
    `${about === '' ? '' : `<p class="about">${about}</p>`}${uptimeBars(entry, format)}</li>`
  )
}

/** Returns the open incidents of a page; nothing where there are none. */
export function openIncidents({ incidents, at }: StatusPageReport, format: PageFormat): string {
  const open = incidents.filter(({ to }) => to === undefined)
  if (open.length === 0) return ''
  const articles = open.map((incident) => incidentArticle(incident, at, format, 'h3')).join('')
  return section('incidents open', escapeXml(format.words.openIncidents), articles)
}

/** Returns the incidents of a page that are over, by day, with older ones folded away. */
export function pastIncidents({ incidents, at }: StatusPageReport, format: PageFormat): string {
  const { words } = format
  const past = incidents.filter(({ to }) => to !== undefined)
  const recent = past.filter(({ from }) => at - from < earlierMs)
  const earlier = past.filter(({ from }) => at - from >= earlierMs)
  const none = past.length === 0 ? `<p class="none">${escapeXml(words.noIncidents)}</p>` : ''
  const folded =
    earlier.length === 0
      ? ''
      : `<details><summary>${escapeXml(words.earlier)} (${earlier.length})</summary>${byDay(earlier, at, format)}</details>`
  return section('incidents', escapeXml(words.pastIncidents), none + byDay(recent, at, format) + folded)
}

function byDay(incidents: readonly StatusPageIncident[], at: number, format: PageFormat): string {
  const days = new Map<string, StatusPageIncident[]>()
  for (const incident of incidents) {
    const date = format.date(incident.from)
    days.set(date, [...(days.get(date) ?? []), incident])
  }
  return [...days]
    .map(
      ([date, of]) => `<h3>${date}</h3>${of.map((one) => incidentArticle(one, at, format, 'h4')).join('')}`,
    )
    .join('')
}

function incidentArticle(
  { id, monitor, from, to, causedBy, messages }: StatusPageIncident,
  at: number,
  format: PageFormat,
  heading: 'h3' | 'h4',
): string {
  const { words } = format
  const lasted = durationText(Math.round(((to ?? at) - from) / 1_000))
  const time =
    to === undefined
      ? `${escapeXml(words.since)} ${format.moment(from)} · ${lasted}`
      : `${format.moment(from)} – ${format.momentAfter(to, from)} · ${lasted}`
  const cause = causedBy === undefined ? '' : `<p>${escapeXml(words.causedBy)} ${format.text(causedBy)}</p>`
  const said = messages
    .map(
      (message) =>
        `<li>${format.momentAfter(message.at, from)}<p>${format.text(message.text ?? words.acknowledged)}</p></li>`,
    )
    .join('')
  const icon = stateIcon(to === undefined ? 'down' : 'operational')
  return (
    `<article class="card" id="incident-${escapeXml(id)}"><${heading}>${icon}${format.text(monitor)}</${heading}>` +
    `<p class="time">${time}</p>${cause}${said === '' ? '' : `<ol class="messages">${said}</ol>`}</article>`
  )
}

/** Returns the maintenance of a page; nothing where there is none. */
export function maintenanceSection({ maintenance }: StatusPageReport, format: PageFormat): string {
  if (maintenance.length === 0) return ''
  const items = maintenance.map((each) => maintenanceItem(each, format)).join('')
  return section('maintenances', escapeXml(format.words.maintenance), items)
}

function maintenanceItem(
  { from, to, isUnderWay, monitors }: StatusPageMaintenance,
  format: PageFormat,
): string {
  const mark = escapeXml(isUnderWay ? format.words.underWay : format.words.planned)
  const icon = stateIcon(isUnderWay ? 'maintenance' : 'unknown')
  return (
    `<article class="card"><h3>${icon}<span>${monitors.map((name) => format.text(name)).join(', ')}</span>` +
    `<span class="tag">${mark}</span></h3>` +
    `<p class="time">${format.moment(from)} – ${format.momentAfter(to, from)}</p></article>`
  )
}
