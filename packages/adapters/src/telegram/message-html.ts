import type { Notification, NotificationLink } from '@telltale/core/ports'
import { cleanMessage, fittedText } from '../delivering/message.js'
import { escapeHtml } from '../delivering/text.js'

/** The maximum length of a text, in UTF-16 code units after its entities were parsed. */
const maxChars = 4_096

const linkHtml = ({ label, url }: NotificationLink): string =>
  `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`

/** Returns a notification in the HTML that the Bot API knows. It is cut before it is escaped, as the service counts it. */
export function messageHtml(notification: Notification): string {
  const { title, text, facts, links } = cleanMessage(notification)
  const shown = links.slice(0, 10)
  const taken = [title, ...shown.map(({ label }) => label)].join('\n').length + 4
  const body = fittedText({ text, facts, links: [] }, { max: maxChars - taken })
  const parts = [`<b>${escapeHtml(title)}</b>`, escapeHtml(body), shown.map(linkHtml).join('\n')]
  return parts.filter(Boolean).join('\n\n')
}
