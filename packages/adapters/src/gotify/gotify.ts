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

/** Options of the Gotify channel. */
export interface GotifyOptions {
  /** The server, which may lie in the host's own network. */
  readonly baseUrl: string
  /** Tells this channel from the host's other adapters. @default 'gotify' */
  readonly id?: string
}

/** An application on the server. */
export interface GotifyDestination {
  /** The token of the application. It is secret. */
  readonly token: string
}

const optionsSchema = z.strictObject({
  baseUrl: urlOption(),
  id: adapterId('gotify'),
} satisfies OptionsShape<GotifyOptions>)

const destination: SettingsDeclaration<GotifyDestination, GotifyDestination> = {
  schema: settingsSchema(
    z.strictObject({
      token: secretText('the token of an application'),
    } satisfies OptionsShape<GotifyDestination>),
  ),
  secretPaths: () => [['token']],
}

/** The longest text that is sent, in characters. The server states no limit; a phone shows no more. */
const maxChars = 8_000
const priorities = { info: 4, warning: 6, critical: 9 } as const
const answerSchema = z.object({ id: z.number() })

/**
 * Makes a channel to applications of a Gotify server. Texts are plain.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { gotify } from '@telltale/adapters/gotify'
 *
 * const adapter = gotify({ baseUrl: 'https://gotify.shop.example' })
 * ```
 */
export function gotify(options: GotifyOptions): ChannelAdapter<GotifyDestination, GotifyDestination> {
  const { id, baseUrl } = parseOptions('gotify', optionsSchema, options)
  const url = `${baseUrl.replace(/\/$/, '')}/message`
  return {
    specVersion: 1,
    id,
    channel: {
      destination,
      label: () => `an application of ${new URL(baseUrl).host}`,
      deliver: async ({ notification, destination: { token } }, context) => {
        const message = cleanMessage(notification)
        const click = viewLink(message)?.url
        const json = {
          title: message.title,
          message: fittedText(message, { max: maxChars }) || message.title,
          priority: notification.kind === 'ended' ? 4 : priorities[notification.severity],
          extras: {
            'client::display': { contentType: 'text/plain' },
            ...defined({ 'client::notification': click ? { click: { url: click } } : undefined }),
          },
        }
        const headers = { 'x-gotify-key': token }
        const response = await sendTo({ id, secrets: [token] }, context, url, { json, headers })
        return receiptOf(answerOf(response, answerSchema)?.id)
      },
    },
  }
}
