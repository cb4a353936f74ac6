import {
  type ChannelAdapter,
  defined,
  type Notification,
  type OptionsShape,
  parseOptions,
  type SettingsDeclaration,
  settingsSchema,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { cleanMessage, textWithFacts, viewLink } from '../delivering/message.js'
import { adapterId, secretText } from '../delivering/options.js'
import { sendTo } from '../delivering/send.js'

/** Options of the Alertmanager channel. */
export interface AlertmanagerOptions {
  /** The server, with the path before `/api/v2`. It may lie in the host's own network. */
  readonly baseUrl: string
  /** The login of the server. @default none */
  readonly auth?: { readonly user: string; readonly password: string }
  /** The token that the server asks for instead. @default none */
  readonly token?: string
  /** Tells this channel from the host's other adapters. @default 'alertmanager' */
  readonly id?: string
}

/** The labels by which Alertmanager routes, besides `alertname`, `episode` and `severity`. */
export interface AlertmanagerDestination {
  /** The labels. @default {} */
  readonly labels?: Readonly<Record<string, string>>
}

const optionsSchema = z.strictObject({
  baseUrl: urlOption(),
  auth: z
    .strictObject({
      user: z
        .string()
        .min(1)
        .regex(/^[^:]*$/, 'expected no colon'),
      password: z.string().min(1),
    })
    .exactOptional(),
  token: secretText('a token').exactOptional(),
  id: adapterId('alertmanager'),
} satisfies OptionsShape<AlertmanagerOptions>)

const labelName = z.string().regex(/^[a-zA-Z_]\w{0,127}$/, 'expected letters, digits and `_`')
const destination: SettingsDeclaration<AlertmanagerDestination, AlertmanagerDestination> = {
  schema: settingsSchema(
    z.strictObject({
      labels: z.record(labelName, z.string().min(1).max(1_000)).exactOptional(),
    } satisfies OptionsShape<AlertmanagerDestination>),
  ),
}

/** The time until which an alert counts without another message, since Alertmanager ends it after 5 minutes by default. */
const lastsMs = 30 * 86_400_000

/** Makes the alert. Alertmanager knows it by its labels, which are therefore the same from its beginning to its end. */
function alertOf(notification: Notification, labels: Readonly<Record<string, string>>) {
  const message = cleanMessage(notification)
  const { at, kind, episodeId } = notification
  const isEnd = kind === 'ended'
  return {
    labels: { ...labels, alertname: 'Telltale', episode: episodeId },
    annotations: {
      summary: message.title,
      description: textWithFacts(message),
      severity: notification.severity,
    },
    endsAt: new Date(isEnd ? at : at + lastsMs).toISOString(),
    // Only the beginning is known by its time: Alertmanager keeps the earliest one.
    ...defined({ startsAt: isEnd ? undefined : new Date(at).toISOString() }),
    generatorURL: viewLink(message)?.url ?? '',
  }
}

/**
 * Makes a channel to a Prometheus Alertmanager, which routes, groups and silences what it gets: an episode is one alert.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { alertmanager } from '@telltale/adapters/alertmanager'
 *
 * const adapter = alertmanager({ baseUrl: 'http://alertmanager.internal:9093' })
 * ```
 */
export function alertmanager(
  options: AlertmanagerOptions,
): ChannelAdapter<AlertmanagerDestination, AlertmanagerDestination> {
  const { id, baseUrl, auth, token } = parseOptions('alertmanager', optionsSchema, options)
  const url = `${baseUrl.replace(/\/$/, '')}/api/v2/alerts`
  const secrets = [auth?.password, token].filter((secret) => secret !== undefined)
  const login = auth && `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`
  const headers = defined({ authorization: token === undefined ? login : `Bearer ${token}` })
  return {
    specVersion: 1,
    id,
    secrets: () => secrets,
    channel: {
      destination,
      isForPeople: false,
      label: ({ labels = {} }) =>
        [`Alertmanager`, ...Object.entries(labels).map(([name, value]) => `${name}=${value}`)].join(', '),
      deliver: async ({ notification, destination: { labels = {} } }, context) => {
        await sendTo({ id, secrets }, context, url, { json: [alertOf(notification, labels)], headers })
        return { messageId: notification.episodeId }
      },
    },
  }
}
