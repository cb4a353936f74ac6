import { createHash } from 'node:crypto'
import { type ChannelDelivery, defined, type Notification } from '@telltale/core/ports'
import type { SendMailOptions } from 'nodemailer'
import { type CleanMessage, cleanMessage, fittedText } from '../delivering/message.js'
import { escapeHtml, oneLine } from '../delivering/text.js'
import { addressIn, type SmtpDestination, type SmtpSettings } from './options.js'

/** The longest text of a mail, in characters: some mail services cut a longer one off at 102 kB. */
const maxChars = 50_000

/** Returns a Message-ID that is the same for the same id: mail services recognize a repetition by it. */
const messageIdOf = (id: string, from: string): string =>
  `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${addressIn(from).split('@').at(-1)}>`

/** Returns the mail of a delivery. */
export function mailOf(
  { from, replyTo }: Pick<SmtpSettings, 'from' | 'replyTo'>,
  { notification, destination, earlierMessageId }: ChannelDelivery<SmtpDestination>,
): SendMailOptions & { readonly messageId: string } {
  const message = cleanMessage(notification)
  const { email, name } = destination
  return {
    messageId: messageIdOf(notification.id, from),
    // Mail programs show the mails of an episode together: each refers to the same root.
    references: [messageIdOf(`episode:${notification.episodeId}`, from)],
    from,
    to: name === undefined ? email : { name: oneLine(name), address: email },
    subject: message.title,
    text: fittedText(message, { max: maxChars, writeLink: ({ label, url }) => `\n${label}:\n${url}` }),
    html: notification.html ?? plainHtml(message, notification),
    attachments: imageOf(notification),
    date: new Date(notification.at),
    priority: notification.severity === 'critical' ? 'high' : 'normal',
    headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(message) },
    ...defined({ replyTo, inReplyTo: earlierMessageId }),
  }
}

/** Returns the headers by which mail programs show a button that ends the mails with one click (RFC 8058, over HTTPS). */
function unsubscribeHeaders({ links }: CleanMessage): Record<string, string> {
  const link = links.find(({ effect }) => effect === 'unsubscribe')
  if (!link) return {}
  const listed = { 'List-Unsubscribe': `<${link.url}>` }
  if (!link.url.startsWith('https:')) return listed
  return { ...listed, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function imageOf({ image }: Notification): NonNullable<SendMailOptions['attachments']> {
  if (!image) return []
  const content = Buffer.from(image.png)
  return [
    { cid: 'image', filename: 'chart.png', contentType: 'image/png', contentDisposition: 'inline', content },
  ]
}

/** Makes a page of the texts, for a notification that has none. */
function plainHtml(
  { title, text, facts, links }: CleanMessage,
  { image, language = 'en' }: Notification,
): string {
  const lines = [
    `<h1 style="font-size:20px">${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`,
    ...facts.map(({ name, value }) => `<p><b>${escapeHtml(name)}:</b> ${escapeHtml(value)}</p>`),
    ...(image ? [`<p><img src="cid:image" alt="${escapeHtml(image.description)}"></p>`] : []),
    ...links.map(({ label, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>`),
  ]
  return `<!doctype html><html lang="${escapeHtml(language)}"><body>${lines.join('\n')}</body></html>`
}
