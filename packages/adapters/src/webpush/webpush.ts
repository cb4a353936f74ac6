import { createHash } from 'node:crypto'
import { AdapterError } from '@telltale/core/errors'
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
import { cleanMessage, textWithFacts, viewLink } from '../delivering/message.js'
import { adapterId } from '../delivering/options.js'
import { receiptOf, sendTo, type Verdict } from '../delivering/send.js'
import { bytesOf, cutTo } from '../delivering/text.js'

/** Options of the Web Push channel. */
export interface WebPushOptions {
  /** The contact of the host for the push services, a `mailto:` or `https:` URL. */
  readonly subject: string
  /** The public VAPID key, in Base64url, by which browsers subscribed. */
  readonly publicKey: string
  /** The private VAPID key, in Base64url. `npx web-push generate-vapid-keys` makes both. */
  readonly privateKey: string
  /** Tells this channel from the host's other adapters. @default 'webpush' */
  readonly id?: string
}

/** A subscription of a browser, as `PushSubscription.toJSON()` gives it. */
export interface WebPushDestination {
  /** The URL of the browser's push service. It is secret, and untrusted. */
  readonly endpoint: string
  /** The keys of the browser. */
  readonly keys: {
    /** The public key of the browser, in Base64url. */
    readonly p256dh: string
    /** The secret of the subscription, in Base64url. */
    readonly auth: string
  }
  /** The end of the subscription, which is not read. @default none */
  readonly expirationTime?: number | null
}

const base64url = (bytes: number, what: string) =>
  z
    .string()
    .refine((text) => Buffer.from(text, 'base64url').length === bytes, `expected ${what} in Base64url`)

const optionsSchema = z.strictObject({
  subject: z
    .string()
    .regex(/^(mailto:\S+@\S+|https:\/\/\S+)$/, "expected a URL such as 'mailto:ops@shop.example'"),
  publicKey: base64url(65, 'a public key of 65 bytes'),
  privateKey: base64url(32, 'a private key of 32 bytes'),
  id: adapterId('webpush'),
} satisfies OptionsShape<WebPushOptions>)

const destination: SettingsDeclaration<WebPushDestination, WebPushDestination> = {
  schema: settingsSchema(
    z.strictObject({
      endpoint: urlOption(),
      keys: z.strictObject({
        p256dh: base64url(65, 'a public key of 65 bytes'),
        auth: base64url(16, 'a secret of 16 bytes'),
      }),
      expirationTime: z.number().nullable().exactOptional(),
    } satisfies OptionsShape<WebPushDestination>),
  ),
  secretPaths: () => [['endpoint'], ['keys', 'auth']],
}

/** The time for which a push service keeps a message for a browser that is away, in seconds. */
const keptSeconds = 86_400
/** The room for the text in bytes: 3,993 fit into a message that is encrypted (RFC 8291), with what stands around it. */
const maxTextBytes = 2_400
const urgencies = { info: 'low', warning: 'normal', critical: 'high' } as const

/** Makes what the host's service worker gets: the arguments of `showNotification`, and where a click leads. */
function payloadOf(notification: Notification): string {
  const { title, text, facts, links } = cleanMessage(notification)
  const body = cutTo(textWithFacts({ text, facts }), maxTextBytes, (part) => bytesOf(JSON.stringify(part)))
  const url = viewLink({ links })?.url ?? ''
  const { id, episodeId: tag, kind } = notification
  return JSON.stringify({
    id,
    tag,
    kind,
    title: cutTo(title, 500, bytesOf),
    body,
    url: url.length < 500 ? url : '',
  })
}

/** A subscription that ended answers with 404 or 410 (RFC 8030, section 7.3). */
const judge = ({ status }: HttpResponse): Verdict | undefined =>
  status === 404 || status === 410 ? { isGone: true } : undefined

/**
 * Makes a channel to browsers by Web Push. Needs the package `web-push`, which encrypts and signs, and is loaded with the first
 * message; the requests go through the guard of the host's network.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { webpush } from '@telltale/adapters/webpush'
 *
 * const { VAPID_PUBLIC_KEY: publicKey = '', VAPID_PRIVATE_KEY: privateKey = '' } = process.env
 * if (publicKey) webpush({ subject: 'mailto:ops@shop.example', publicKey, privateKey })
 * ```
 */
export function webpush(options: WebPushOptions): ChannelAdapter<WebPushDestination, WebPushDestination> {
  const { id, ...vapidDetails } = parseOptions('webpush', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    secrets: () => [vapidDetails.privateKey],
    channel: {
      destination,
      label: ({ endpoint }) => `a browser by ${new URL(endpoint).host}`,
      deliver: async ({ notification, destination: { endpoint, keys } }, context) => {
        context.signal.throwIfAborted()
        const { generateRequestDetails } = await loadLibrary(id)
        const { headers, body } = generateRequestDetails({ endpoint, keys }, payloadOf(notification), {
          vapidDetails,
          TTL: keptSeconds,
          urgency: urgencies[notification.severity],
          // A message that was not delivered yet is replaced by the next of its episode, and by a repetition.
          topic: createHash('sha256').update(notification.episodeId).digest('base64url').slice(0, 32),
          contentEncoding: 'aes128gcm',
        })
        const given = Object.entries(headers).filter(([name]) => !/^content-length$/i.test(name))
        const sent = Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
        const service = { id, secrets: [endpoint, keys.auth], judge }
        const request = {
          trust: 'untrusted',
          method: 'POST',
          headers: sent,
          body: new Uint8Array(body ?? []),
        } as const
        const response = await sendTo(service, context, endpoint, request)
        return receiptOf(response.headers.location?.split('/').at(-1))
      },
    },
  }
}

async function loadLibrary(id: string): Promise<typeof import('web-push')> {
  try {
    const { default: library } = await import('web-push')
    return library
  } catch (cause) {
    throw new AdapterError(`${id}: install \`web-push\`, which encrypts messages to browsers`, { cause })
  }
}
