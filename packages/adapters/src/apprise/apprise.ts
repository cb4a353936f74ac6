import {
  type ChannelAdapter,
  defined,
  type HttpResponse,
  type OptionsShape,
  parseOptions,
  type SettingsDeclaration,
  settingsSchema,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { cleanMessage, fittedText } from '../delivering/message.js'
import { adapterId } from '../delivering/options.js'
import { sendTo, type Verdict } from '../delivering/send.js'

/** Options of the Apprise channel. */
export interface AppriseOptions {
  /** The server of Apprise API, which may lie in the host's own network. */
  readonly baseUrl: string
  /** Tells this channel from the host's other adapters. @default 'apprise' */
  readonly id?: string
}

/** A configuration that the server keeps. */
export interface AppriseDestination {
  /** The key of the configuration. It is secret. */
  readonly key: string
  /** The tags of the services in it that are meant. @default all of them */
  readonly tag?: string
}

const optionsSchema = z.strictObject({
  baseUrl: urlOption(),
  id: adapterId('apprise'),
} satisfies OptionsShape<AppriseOptions>)

const destination: SettingsDeclaration<AppriseDestination, AppriseDestination> = {
  schema: settingsSchema(
    z.strictObject({
      key: z.string().regex(/^[\w-]{1,128}$/, 'expected 1 to 128 letters, digits, `_` and `-`'),
      tag: z
        .string()
        .regex(/^[\w, -]{1,200}$/)
        .exactOptional(),
    } satisfies OptionsShape<AppriseDestination>),
  ),
  secretPaths: () => [['key']],
}

/** The longest text, in characters. Apprise cuts it again for each service. */
const maxChars = 10_000
const types = { info: 'info', warning: 'warning', critical: 'failure' } as const

/** Judges an answer: status 204 means that no service stands behind the key, 424 that one of them failed. */
function judge({ status }: HttpResponse): Verdict | undefined {
  if (status === 204) return { isAccepted: false, isGone: true, words: 'no service stands behind the key' }
  return status === 424 ? { isTemporary: true, words: 'a service behind the key failed' } : undefined
}

/**
 * Makes a channel to an Apprise API server, and by it to more than a hundred other services.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { apprise } from '@telltale/adapters/apprise'
 *
 * const adapter = apprise({ baseUrl: 'http://apprise.internal:8000' })
 * ```
 */
export function apprise(options: AppriseOptions): ChannelAdapter<AppriseDestination, AppriseDestination> {
  const { id, baseUrl } = parseOptions('apprise', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    channel: {
      destination,
      label: ({ tag }) => (tag === undefined ? 'Apprise' : `Apprise, ${tag}`),
      deliver: async ({ notification, destination: { key, tag } }, context) => {
        const message = cleanMessage(notification)
        const json = {
          title: message.title,
          body: fittedText(message, { max: maxChars }) || message.title,
          type: notification.kind === 'ended' ? 'success' : types[notification.severity],
          format: 'text',
          ...defined({ tag }),
        }
        const url = `${baseUrl.replace(/\/$/, '')}/notify/${key}`
        await sendTo({ id, secrets: [key], judge }, context, url, { json })
        return {}
      },
    },
  }
}
