import {
  type ChannelAdapter,
  type Notification,
  type OptionsShape,
  parseOptions,
  type SettingsDeclaration,
  settingsSchema,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { answerOf } from '../delivering/answer.js'
import { cleanMessage, textWithFacts } from '../delivering/message.js'
import { adapterId } from '../delivering/options.js'
import { receiptOf, sendTo } from '../delivering/send.js'
import { cutTo } from '../delivering/text.js'

/** Options of the PagerDuty channel. */
export interface PagerDutyOptions {
  /** The name of the system that the events are of. @default 'Telltale' */
  readonly source?: string
  /** Tells this channel from the host's other adapters. @default 'pagerduty' */
  readonly id?: string
  /** The base URL of the Events API; in Europe `'https://events.eu.pagerduty.com'`. @default 'https://events.pagerduty.com' */
  readonly baseUrl?: string
}

/** A service of PagerDuty. */
export interface PagerDutyDestination {
  /** The integration key of Events API v2, of 32 letters and digits. It is secret. */
  readonly routingKey: string
}

const optionsSchema = z.strictObject({
  source: z.string().min(1).max(200).default('Telltale'),
  id: adapterId('pagerduty'),
  baseUrl: urlOption().default('https://events.pagerduty.com'),
} satisfies OptionsShape<PagerDutyOptions>)

const destination: SettingsDeclaration<PagerDutyDestination, PagerDutyDestination> = {
  schema: settingsSchema(
    z.strictObject({
      routingKey: z.string().regex(/^[A-Za-z0-9]{32}$/, 'expected a key of 32 letters and digits'),
    } satisfies OptionsShape<PagerDutyDestination>),
  ),
  secretPaths: () => [['routingKey']],
}

/** The longest summary, in characters. */
const maxSummary = 1_024
/** The longest text in the details, in characters: an event has at most 512 KB. */
const maxDetails = 20_000
const answerSchema = z.object({ dedup_key: z.string() })

/** Makes the event. Its `dedup_key` is the episode: a repetition changes the incident that is there, and opens no other. */
function eventOf(notification: Notification, source: string) {
  const { title, text, facts, links } = cleanMessage(notification)
  return {
    event_action: notification.kind === 'ended' ? 'resolve' : 'trigger',
    dedup_key: notification.episodeId.slice(0, 255),
    client: source,
    links: links.map(({ label, url }) => ({ href: url, text: label })),
    payload: {
      summary: cutTo(title, maxSummary) || 'Alert',
      source,
      severity: notification.severity,
      timestamp: new Date(notification.at).toISOString(),
      custom_details: { text: cutTo(textWithFacts({ text, facts }), maxDetails) },
    },
  }
}

/**
 * Makes a channel to services of PagerDuty: an episode is one incident there, which its end resolves.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { pagerduty } from '@telltale/adapters/pagerduty'
 *
 * const adapter = pagerduty()
 * ```
 */
export function pagerduty(
  options: PagerDutyOptions = {},
): ChannelAdapter<PagerDutyDestination, PagerDutyDestination> {
  const { id, source, baseUrl } = parseOptions('pagerduty', optionsSchema, options)
  const url = `${baseUrl.replace(/\/$/, '')}/v2/enqueue`
  return {
    specVersion: 1,
    id,
    channel: {
      destination,
      isForPeople: false,
      label: ({ routingKey }) => `PagerDuty, key …${routingKey.slice(-4)}`,
      deliver: async ({ notification, destination: { routingKey } }, context) => {
        const json = { routing_key: routingKey, ...eventOf(notification, source) }
        const response = await sendTo({ id, secrets: [routingKey] }, context, url, { json })
        return receiptOf(answerOf(response, answerSchema)?.dedup_key)
      },
    },
  }
}
