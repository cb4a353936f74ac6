import {
  type ChannelAdapter,
  defined,
  type Notification,
  type NotificationFact,
  type NotificationKind,
  type NotificationLink,
  parseOptions,
  type Severity,
} from '@telltale/core/ports'
import { cleanMessage } from '../delivering/message.js'
import { sendTo } from '../delivering/send.js'
import { destination, optionsSchema, type WebhookDestination, type WebhookOptions } from './options.js'
import { signaturesOf } from './signature.js'

/** The body of a webhook. */
export interface WebhookPayload {
  /** `alert.` and the kind of the notification. */
  readonly type: `alert.${NotificationKind}`
  /** The time of what happened, as ISO 8601 in UTC. */
  readonly timestamp: string
  /** The notification. */
  readonly data: {
    /** The id of the episode, the same from its beginning to its end. */
    readonly episodeId: string
    /** The urgency. */
    readonly severity: Severity
    /** The subject in one line. */
    readonly title: string
    /** The text in lines. */
    readonly text: string
    /** The facts beside the text. */
    readonly facts: readonly NotificationFact[]
    /** The links. */
    readonly links: readonly NotificationLink[]
    /** The language of the texts, as a BCP 47 tag; absent for English. */
    readonly language?: string
    /** The data of the event. */
    readonly event: Readonly<Record<string, unknown>>
  }
}

function payloadOf(notification: Notification): WebhookPayload {
  const { kind, at, episodeId, severity, language, data: event = {} } = notification
  return {
    type: `alert.${kind}`,
    timestamp: new Date(at).toISOString(),
    data: { episodeId, severity, ...cleanMessage(notification), ...defined({ language }), event },
  }
}

/** The time that a receiver has for its answer, in milliseconds. Standard Webhooks recommends 15 to 30 s. */
const timeoutMs = 20_000

/**
 * Makes a channel to programs: it posts JSON, signed by Standard Webhooks, to URLs of owners. The id of the notification is
 * the `webhook-id` of every attempt. Redirects are refused, and status 410 ends the destination.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { newWebhookSecret, webhook } from '@telltale/adapters/webhook'
 *
 * const adapter = webhook()
 * const destination = { url: 'https://shop.example/hooks', secrets: [newWebhookSecret()] }
 * console.log(adapter.id, destination.url)
 * ```
 */
export function webhook(
  options: WebhookOptions = {},
): ChannelAdapter<WebhookDestination, WebhookDestination> {
  const { id } = parseOptions('webhook', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    http: { timeoutMs, maxBytes: 65_536 },
    channel: {
      destination,
      isForPeople: false,
      label: ({ url }) => `${new URL(url).host}${new URL(url).pathname}`,
      deliver: async ({ notification, destination: { url, secrets } }, context) => {
        const body = JSON.stringify(payloadOf(notification))
        // The standard signs `id.timestamp.body`, so an id has no full stop.
        const message = {
          id: notification.id.replaceAll('.', '_'),
          timestamp: String(Math.floor(context.clock.now() / 1_000)),
          body,
        }
        const headers = {
          'content-type': 'application/json',
          'webhook-id': message.id,
          'webhook-timestamp': message.timestamp,
          'webhook-signature': signaturesOf(message, secrets),
        }
        await sendTo({ id, secrets }, context, url, { trust: 'untrusted', method: 'POST', headers, body })
        return { messageId: message.id }
      },
    },
  }
}
