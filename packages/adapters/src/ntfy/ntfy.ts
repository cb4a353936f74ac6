import {
  type ChannelAdapter,
  defined,
  type OptionsShape,
  parseOptions,
  type SettingsDeclaration,
  settingsSchema,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { answerOf } from '../delivering/answer.js'
import { cleanMessage, fittedText, viewLink } from '../delivering/message.js'
import { adapterId, secretText } from '../delivering/options.js'
import { receiptOf, sendTo } from '../delivering/send.js'
import { bytesOf } from '../delivering/text.js'

/** Options of the ntfy channel. */
export interface NtfyOptions {
  /** The server. @default 'https://ntfy.sh' */
  readonly baseUrl?: string
  /** The access token of the server. @default none: the topics are open */
  readonly token?: string
  /** Tells this channel from the host's other adapters. @default 'ntfy' */
  readonly id?: string
}

/** A topic of the server. */
export interface NtfyDestination {
  /** The name of the topic. It is secret: on an open server whoever knows it can read. */
  readonly topic: string
}

const optionsSchema = z.strictObject({
  baseUrl: urlOption().default('https://ntfy.sh'),
  token: secretText("an access token, such as 'tk_…'").exactOptional(),
  id: adapterId('ntfy'),
} satisfies OptionsShape<NtfyOptions>)

const destination: SettingsDeclaration<NtfyDestination, NtfyDestination> = {
  schema: settingsSchema(
    z.strictObject({
      topic: z.string().regex(/^[\w-]{1,64}$/, 'expected 1 to 64 letters, digits, `_` and `-`'),
    } satisfies OptionsShape<NtfyDestination>),
  ),
  secretPaths: () => [['topic']],
}

/** The longest message in bytes: a longer one becomes a file. */
const maxBytes = 4_096

const priorities = { info: 3, warning: 4, critical: 5 } as const
const answerSchema = z.object({ id: z.string() })

/**
 * Makes a channel to topics of ntfy, on ntfy.sh or a server of one's own.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { ntfy } from '@telltale/adapters/ntfy'
 *
 * const adapter = ntfy({ baseUrl: 'https://ntfy.shop.example' })
 * ```
 */
export function ntfy(options: NtfyOptions = {}): ChannelAdapter<NtfyDestination, NtfyDestination> {
  const { id, baseUrl, token } = parseOptions('ntfy', optionsSchema, options)
  const secrets = token === undefined ? [] : [token]
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return {
    specVersion: 1,
    id,
    secrets: () => secrets,
    channel: {
      destination,
      label: () => `a topic of ${new URL(baseUrl).host}`,
      // ntfy.sh refills one request every 5 seconds after a burst of 60.
      pace: { destinationGapMs: 1_000 },
      deliver: async ({ notification, destination: { topic } }, context) => {
        const message = cleanMessage(notification)
        const buttons = message.links.slice(0, 3)
        const json = {
          topic,
          title: message.title,
          message: fittedText(
            { ...message, links: message.links.slice(3) },
            { max: maxBytes, sizeOf: bytesOf },
          ),
          priority: notification.kind === 'ended' ? 3 : priorities[notification.severity],
          actions: buttons.map(({ label, url }) => ({ action: 'view', label, url })),
          ...defined({ click: viewLink(message)?.url }),
        }
        const service = { id, secrets: [...secrets, topic] }
        return receiptOf(
          answerOf(await sendTo(service, context, baseUrl, { json, headers }), answerSchema)?.id,
        )
      },
    },
  }
}
