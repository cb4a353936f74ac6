import {
  type AdapterContext,
  type ChannelAdapter,
  defined,
  type HttpResponse,
  type Notification,
  parseOptions,
} from '@telltale/core/ports'
import { z } from 'zod'
import { answerOf } from '../delivering/answer.js'
import { cleanMessage, fittedText } from '../delivering/message.js'
import { receiptOf, sendTo, type Verdict } from '../delivering/send.js'
import { cutTo } from '../delivering/text.js'
import { destinationsOf, optionsSchema, type SlackDestination, type SlackOptions } from './options.js'

/** Escapes the signs by which Slack finds links and mentions. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The longest text of a section, in characters. */
const maxChars = 3_000

const colors = { info: '#2563eb', warning: '#d97706', critical: '#dc2626' } as const

/**
 * Makes the body of a message. Texts are `plain_text`, which has no formatting and calls nobody; the links alone are
 * formatted. The `text` is what notifications of the system show.
 */
function bodyOf(notification: Notification) {
  const { title, text, facts, links } = cleanMessage(notification)
  const plain = fittedText({ text, facts, links: [] }, { max: maxChars })
  const section = (content: string) => ({
    type: 'section',
    text: { type: 'plain_text', text: content, emoji: false },
  })
  const buttons = links.slice(0, 5).map(({ label, url }) => ({
    type: 'button',
    text: { type: 'plain_text', text: cutTo(label, 75) || 'Open', emoji: false },
    url,
  }))
  const blocks = [
    section(title),
    ...(plain ? [section(plain)] : []),
    ...(buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : []),
  ]
  const color = notification.kind === 'ended' ? '#16a34a' : colors[notification.severity]
  return { text: escapeSlack(title), unfurl_links: false, attachments: [{ color, blocks }] }
}

const answerSchema = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
})

/** The errors of the Web API and of webhooks of a destination that is gone. */
const gone =
  /^(channel_not_found|is_archived|channel_is_archived|user_not_found|no_service|no_team|account_inactive)/
const temporary =
  /^(ratelimited|rate_limited|internal_error|fatal_error|service_unavailable|request_timeout)$/
const notEditable = /^(message_not_found|cant_update_message|edit_window_closed)$/

/** Judges an answer: the Web API refuses with status 200 and `ok: false`, a webhook with a word as plain text. */
function judge(response: HttpResponse): Verdict {
  const answer = answerOf(response, answerSchema)
  const words = answer ? (answer.error ?? '') : response.text.slice(0, 200)
  const isAccepted = answer ? answer.ok || notEditable.test(words) : undefined
  return defined({
    isAccepted,
    words,
    isGone: gone.test(words) || response.status === 410,
    isTemporary: temporary.test(words) || undefined,
  })
}

/**
 * Makes a channel to Slack: by incoming webhooks, and with the token of a bot to conversations, where it edits the message of
 * an episode.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { slack } from '@telltale/adapters/slack'
 *
 * const adapter = slack({ token: process.env.SLACK_BOT_TOKEN ?? '' })
 * ```
 */
export function slack(options: SlackOptions = {}): ChannelAdapter<SlackDestination, SlackDestination> {
  const { id, token, baseUrl } = parseOptions('slack', optionsSchema, options)
  const secrets = token === undefined ? [] : [token]
  const call = async (method: string, json: object, context: AdapterContext) => {
    const headers = { authorization: `Bearer ${token}` }
    const url = `${baseUrl.replace(/\/$/, '')}/${method}`
    return answerOf(await sendTo({ id, secrets, judge }, context, url, { json, headers }), answerSchema)
  }
  return {
    specVersion: 1,
    id,
    secrets: () => secrets,
    channel: {
      destination: destinationsOf(token !== undefined),
      label: (destination) => ('channel' in destination ? destination.channel : 'a webhook of Slack'),
      // One message a second to a channel, short bursts aside.
      pace: { destinationGapMs: 1_000 },
      deliver: async ({ notification, destination, earlierMessageId }, context) => {
        const body = bodyOf(notification)
        if ('webhookUrl' in destination) {
          const { webhookUrl } = destination
          const service = { id, secrets: [webhookUrl], judge }
          await sendTo(service, context, webhookUrl, { trust: 'untrusted', json: body })
          return {}
        }
        const [channel, ts] = earlierMessageId?.split(':') ?? []
        if (channel && ts) {
          const edited = await call('chat.update', { ...body, channel, ts }, context)
          if (edited?.ok) return receiptOf(earlierMessageId)
        }
        const sent = await call('chat.postMessage', { ...body, channel: destination.channel }, context)
        return receiptOf(sent?.ts && `${sent.channel}:${sent.ts}`)
      },
    },
  }
}
