import {
  type ChannelAdapter,
  defined,
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
import { cleanMessage, fittedText, viewLink } from '../delivering/message.js'
import { adapterId, secretText } from '../delivering/options.js'
import { receiptOf, sendTo, type Verdict } from '../delivering/send.js'
import { cutTo } from '../delivering/text.js'

/** Options of the Pushover channel. */
export interface PushoverOptions {
  /** The token of the application. */
  readonly token: string
  /** Tells this channel from the host's other adapters. @default 'pushover' */
  readonly id?: string
  /** The base URL of the API. @default 'https://api.pushover.net' */
  readonly baseUrl?: string
}

/** A person, or a group, in Pushover. */
export interface PushoverDestination {
  /** The key of the user or the group, of 30 characters. It is secret. */
  readonly userKey: string
  /** The name of one device. @default every device */
  readonly device?: string
}

const optionsSchema = z.strictObject({
  token: secretText('the token of an application'),
  id: adapterId('pushover'),
  baseUrl: urlOption().default('https://api.pushover.net'),
} satisfies OptionsShape<PushoverOptions>)

const destination: SettingsDeclaration<PushoverDestination, PushoverDestination> = {
  schema: settingsSchema(
    z.strictObject({
      userKey: z.string().regex(/^[A-Za-z0-9]{30}$/, 'expected a key of 30 letters and digits'),
      device: z
        .string()
        .regex(/^[\w-]{1,25}$/)
        .exactOptional(),
    } satisfies OptionsShape<PushoverDestination>),
  ),
  secretPaths: () => [['userKey']],
}

/** The limits of a message, of its URL and of the words on that, in characters; and of its picture, in bytes. */
const [maxChars, maxUrl, maxUrlTitle, maxImageBytes] = [1_024, 512, 100, 5_242_880]

/** A critical alert passes the quiet hours of the device. The emergency of Pushover, which repeats, is the engine's own work. */
const priorities = { info: '0', warning: '0', critical: '1' } as const
const answerSchema = z.object({
  request: z.string().optional().catch(undefined),
  errors: z.array(z.string()).catch([]),
})

function judge(response: HttpResponse): Verdict | undefined {
  const words = answerOf(response, answerSchema)?.errors.join('; ')
  return words ? { words, isGone: /user (identifier|key)|device name/i.test(words) } : undefined
}

function formOf({ token, notification }: { readonly token: string; readonly notification: Notification }) {
  const message = cleanMessage(notification)
  const view = viewLink(message)
  const link = view && view.url.length <= maxUrl ? view : undefined
  const others = message.links.filter((each) => each !== link)
  const image = notification.image && notification.image.png.length <= maxImageBytes && notification.image
  return {
    token,
    title: message.title,
    message: fittedText({ ...message, links: others }, { max: maxChars }) || message.title,
    timestamp: String(Math.floor(notification.at / 1_000)),
    priority: notification.kind === 'ended' ? '0' : priorities[notification.severity],
    ...defined({
      url: link?.url,
      url_title: link && cutTo(link.label, maxUrlTitle),
      attachment_base64: image ? Buffer.from(image.png).toString('base64') : undefined,
      attachment_type: image ? 'image/png' : undefined,
    }),
  }
}

/**
 * Makes a channel to people with Pushover, with the picture of an alert.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { pushover } from '@telltale/adapters/pushover'
 *
 * const adapter = pushover({ token: process.env.PUSHOVER_TOKEN ?? '' })
 * ```
 */
export function pushover(options: PushoverOptions): ChannelAdapter<PushoverDestination, PushoverDestination> {
  const { id, token, baseUrl } = parseOptions('pushover', optionsSchema, options)
  const url = `${baseUrl.replace(/\/$/, '')}/1/messages.json`
  return {
    specVersion: 1,
    id,
    secrets: () => [token],
    channel: {
      destination,
      showsImages: true,
      label: ({ device }) => (device === undefined ? 'Pushover' : `Pushover on ${device}`),
      // At most two requests at a time.
      pace: { gapMs: 500 },
      deliver: async ({ notification, destination: { userKey, device } }, context) => {
        const form = { ...formOf({ token, notification }), user: userKey, ...defined({ device }) }
        const service = { id, secrets: [token, userKey], judge }
        return receiptOf(answerOf(await sendTo(service, context, url, { form }), answerSchema)?.request)
      },
    },
  }
}
