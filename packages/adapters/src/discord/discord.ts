import {
  type ChannelAdapter,
  type HttpResponse,
  type Notification,
  type OptionsShape,
  parseOptions,
  type SettingsDeclaration,
  settingsSchema,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { answerOf } from '../delivering/answer.js'
import { cleanMessage, fittedText } from '../delivering/message.js'
import { adapterId } from '../delivering/options.js'
import { receiptOf, sendTo, type Verdict } from '../delivering/send.js'
import { cutTo } from '../delivering/text.js'
import { escapeLabel, escapeMarkdown } from './markdown.js'

/** Options of the Discord channel. */
export interface DiscordOptions {
  /** Tells this channel from the host's other adapters. @default 'discord' */
  readonly id?: string
}

/** A webhook of a channel in Discord. */
export interface DiscordDestination {
  /** The URL of the webhook, such as `https://discord.com/api/webhooks/…`. It is secret. */
  readonly webhookUrl: string
}

const optionsSchema = z.strictObject({ id: adapterId('discord') } satisfies OptionsShape<DiscordOptions>)

const destination: SettingsDeclaration<DiscordDestination, DiscordDestination> = {
  schema: settingsSchema(
    z.strictObject({ webhookUrl: urlOption() } satisfies OptionsShape<DiscordDestination>),
  ),
  secretPaths: () => [['webhookUrl']],
}

/** The limits of an embed, in characters: of its title and its description. An embed has at most 6,000 in all. */
const [maxTitle, maxDescription] = [256, 4_096]

const colors = { info: 0x2563eb, warning: 0xd97706, critical: 0xdc2626 } as const
const escapedSize = (text: string): number => escapeMarkdown(text).length

function bodyOf(notification: Notification) {
  const { title, text, facts, links } = cleanMessage(notification)
  const linkLines = links
    .slice(0, 5)
    .map(({ label, url }) => `[${escapeLabel(label)}](<${url.replace(/[()]/g, encodeURIComponent)}>)`)
  const tail = linkLines.filter((line) => line.length < 700).join('\n')
  const max = maxDescription - tail.length - 2
  const body = escapeMarkdown(fittedText({ text, facts, links: [] }, { max, sizeOf: escapedSize }))
  const embed = {
    title: escapeMarkdown(cutTo(title, maxTitle, escapedSize)),
    description: [body, tail].filter(Boolean).join('\n\n'),
    color: notification.kind === 'ended' ? 0x16a34a : colors[notification.severity],
    timestamp: new Date(notification.at).toISOString(),
  }
  return { embeds: [embed], allowed_mentions: { parse: [] } }
}

const answerSchema = z.object({
  id: z.string().optional().catch(undefined),
  code: z.number().optional().catch(undefined),
  message: z.string().catch(''),
  retry_after: z.number().optional().catch(undefined),
})

/** The codes of a webhook and of a message that are not there any more. */
const [unknownMessage, unknownWebhook] = [10_008, 10_015]

function judge(response: HttpResponse): Verdict | undefined {
  const answer = answerOf(response, answerSchema)
  if (!answer) return undefined
  const { code, message, retry_after: seconds } = answer
  return {
    words: message,
    isGone: code === unknownWebhook,
    isAccepted: response.status < 300 || code === unknownMessage,
    ...(seconds === undefined ? undefined : { waitMs: Math.ceil(seconds * 1_000) }),
  }
}

/**
 * Makes a channel to webhooks of Discord. It mentions nobody, and edits the message of an episode.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { discord } from '@telltale/adapters/discord'
 *
 * const adapter = discord()
 * ```
 */
export function discord(
  options: DiscordOptions = {},
): ChannelAdapter<DiscordDestination, DiscordDestination> {
  const { id } = parseOptions('discord', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    channel: {
      destination,
      label: () => 'a webhook of Discord',
      // Five requests in two seconds to a webhook.
      pace: { destinationGapMs: 400 },
      deliver: async ({ notification, destination: { webhookUrl }, earlierMessageId }, context) => {
        const service = { id, secrets: [webhookUrl], judge }
        const json = bodyOf(notification)
        const { href } = new URL(webhookUrl)
        if (earlierMessageId !== undefined && /^\d{1,20}$/.test(earlierMessageId)) {
          const url = `${href}/messages/${earlierMessageId}`
          const options = { trust: 'untrusted', method: 'PATCH', json } as const
          const edited = answerOf(await sendTo(service, context, url, options), answerSchema)
          if (edited?.code !== unknownMessage) return receiptOf(earlierMessageId)
        }
        const response = await sendTo(service, context, `${href}?wait=true`, { trust: 'untrusted', json })
        return receiptOf(answerOf(response, answerSchema)?.id)
      },
    },
  }
}
