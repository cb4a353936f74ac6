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
import { cleanMessage, fittedText } from '../delivering/message.js'
import { adapterId, secretText } from '../delivering/options.js'
import { receiptOf, sendTo } from '../delivering/send.js'
import { cutTo } from '../delivering/text.js'

/** Options of the Opsgenie channel. */
export interface OpsgenieOptions {
  /** The base URL of the API; in Europe `'https://api.eu.opsgenie.com'`. @default 'https://api.opsgenie.com' */
  readonly baseUrl?: string
  /** Tells this channel from the host's other adapters. @default 'opsgenie' */
  readonly id?: string
}

/** A team of Opsgenie. */
export interface OpsgenieDestination {
  /** The key of an API integration. It is secret. */
  readonly apiKey: string
}

const optionsSchema = z.strictObject({
  baseUrl: urlOption().default('https://api.opsgenie.com'),
  id: adapterId('opsgenie'),
} satisfies OptionsShape<OpsgenieOptions>)

const destination: SettingsDeclaration<OpsgenieDestination, OpsgenieDestination> = {
  schema: settingsSchema(
    z.strictObject({
      apiKey: secretText('the key of an API integration'),
    } satisfies OptionsShape<OpsgenieDestination>),
  ),
  secretPaths: () => [['apiKey']],
}

/** The limits of a message, of an alias and of a description, in characters. */
const [maxMessage, maxAlias, maxDescription] = [130, 512, 15_000]
const priorities = { info: 'P5', warning: 'P3', critical: 'P1' } as const
const answerSchema = z.object({ requestId: z.string() })

function alertOf(notification: Notification, alias: string) {
  const message = cleanMessage(notification)
  return {
    message: cutTo(message.title, maxMessage) || 'Alert',
    alias,
    description: fittedText(message, { max: maxDescription }),
    priority: priorities[notification.severity],
    source: 'Telltale',
  }
}

/**
 * Makes a channel to Opsgenie, or to Jira Service Management: an episode is one alert there, which its end closes. Atlassian
 * ends Opsgenie on 2027-04-05.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { opsgenie } from '@telltale/adapters/opsgenie'
 *
 * const adapter = opsgenie()
 * ```
 */
export function opsgenie(
  options: OpsgenieOptions = {},
): ChannelAdapter<OpsgenieDestination, OpsgenieDestination> {
  const { id, baseUrl } = parseOptions('opsgenie', optionsSchema, options)
  const url = `${baseUrl.replace(/\/$/, '')}/v2/alerts`
  return {
    specVersion: 1,
    id,
    channel: {
      destination,
      isForPeople: false,
      label: ({ apiKey }) => `Opsgenie, key …${apiKey.slice(-4)}`,
      deliver: async ({ notification, destination: { apiKey } }, context) => {
        const alias = notification.episodeId.slice(0, maxAlias)
        const service = { id, secrets: [apiKey] }
        const headers = { authorization: `GenieKey ${apiKey}` }
        const alert = alertOf(notification, alias)
        const ending = { source: alert.source, note: cutTo(`${alert.message}\n${alert.description}`, 25_000) }
        const [path, json] =
          notification.kind === 'ended'
            ? [`/${encodeURIComponent(alias)}/close?identifierType=alias`, ending]
            : ['', alert]
        const response = await sendTo(service, context, `${url}${path}`, { json, headers })
        return receiptOf(answerOf(response, answerSchema)?.requestId)
      },
    },
  }
}
