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
import { cleanMessage, textWithFacts, viewLink } from '../delivering/message.js'
import { adapterId, secretText } from '../delivering/options.js'
import { receiptOf, sendTo, type Verdict } from '../delivering/send.js'
import { bytesOf, cutTo } from '../delivering/text.js'
import { accessTokens } from '../google-sign-in/access-token.js'
import { type ServiceAccount, serviceAccountSchema } from '../google-sign-in/service-account.js'

/** Options of the Firebase Cloud Messaging channel. */
export interface FcmOptions {
  /** The id of the Firebase project. */
  readonly projectId: string
  /** The service account that sends. */
  readonly credentials: ServiceAccount
  /** Tells this channel from the host's other adapters. @default 'fcm' */
  readonly id?: string
  /** The base URL of the API. @default 'https://fcm.googleapis.com' */
  readonly baseUrl?: string
}

/** A device with the host's app. */
export interface FcmDestination {
  /** The registration token of the app on the device. It is secret. */
  readonly token: string
}

const optionsSchema = z.strictObject({
  projectId: z.string().regex(/^[a-z0-9-]{4,40}$/, "expected the id of a project, such as 'shop-12345'"),
  credentials: serviceAccountSchema,
  id: adapterId('fcm'),
  baseUrl: urlOption().default('https://fcm.googleapis.com'),
} satisfies OptionsShape<FcmOptions>)

const destination: SettingsDeclaration<FcmDestination, FcmDestination> = {
  schema: settingsSchema(
    z.strictObject({
      token: secretText('the registration token of an app'),
    } satisfies OptionsShape<FcmDestination>),
  ),
  secretPaths: () => [['token']],
}

const scope = 'https://www.googleapis.com/auth/firebase.messaging'
/** The room for the text in bytes: a message has at most 4,096 with all that stands around it. */
const maxTextBytes = 2_000

const answerSchema = z.object({ name: z.string() })
const errorSchema = z.object({
  error: z.object({
    message: z.string().catch(''),
    details: z.array(z.object({ errorCode: z.string().optional() })).catch([]),
  }),
})

/** Judges an answer by its error code: a token that is unregistered, of another project or malformed is dead. */
function judge(response: HttpResponse): Verdict | undefined {
  const error = answerOf(response, errorSchema)?.error
  if (!error) return undefined
  const code = error.details.find(({ errorCode }) => errorCode !== undefined)?.errorCode
  const isDead = code === 'UNREGISTERED' || code === 'SENDER_ID_MISMATCH'
  const isMalformed = code === 'INVALID_ARGUMENT' && /registration token/i.test(error.message)
  return { isGone: isDead || isMalformed, words: error.message }
}

/** Makes a message. A repetition, and a later message of the episode, replaces it on the device by its tag. */
function messageOf(notification: Notification, token: string) {
  const { title, text, facts, links } = cleanMessage(notification)
  const isUrgent = notification.severity === 'critical'
  const tag = notification.episodeId.slice(0, 60)
  const data = { id: notification.id, episodeId: notification.episodeId, kind: notification.kind }
  const url = viewLink({ links })?.url ?? ''
  return {
    token,
    notification: { title, body: cutTo(textWithFacts({ text, facts }), maxTextBytes, bytesOf) },
    data: { ...data, url: url.length < 500 ? url : '' },
    android: { priority: isUrgent ? 'HIGH' : 'NORMAL', collapse_key: tag, notification: { tag } },
    apns: { headers: { 'apns-collapse-id': tag, 'apns-priority': isUrgent ? '10' : '5' } },
    webpush: { headers: { Urgency: isUrgent ? 'high' : 'normal' }, notification: { tag } },
  }
}

/**
 * Makes a channel to apps on phones by Firebase Cloud Messaging. Needs `google-auth-library`, which is loaded with the first
 * message.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { fcm } from '@telltale/adapters/fcm'
 *
 * const { FCM_CLIENT_EMAIL: clientEmail = '', FCM_PRIVATE_KEY: privateKey = '' } = process.env
 * const adapter = fcm({ projectId: 'shop-12345', credentials: { clientEmail, privateKey } })
 * ```
 */
export function fcm(options: FcmOptions): ChannelAdapter<FcmDestination, FcmDestination> {
  const { id, projectId, credentials, baseUrl } = parseOptions('fcm', optionsSchema, options)
  const accessToken = accessTokens(id, { ...credentials, scope })
  const url = `${baseUrl.replace(/\/$/, '')}/v1/projects/${projectId}/messages:send`
  return {
    specVersion: 1,
    id,
    secrets: () => [credentials.privateKey],
    channel: {
      destination,
      label: () => 'an app on a phone',
      // A device takes about 240 messages a minute.
      pace: { destinationGapMs: 250 },
      deliver: async ({ notification, destination: { token } }, context) => {
        context.signal.throwIfAborted()
        const bearer = await accessToken(context.http)
        const headers = { authorization: `Bearer ${bearer}` }
        const json = { message: messageOf(notification, token) }
        const response = await sendTo({ id, secrets: [token, bearer], judge }, context, url, {
          json,
          headers,
        })
        return receiptOf(answerOf(response, answerSchema)?.name)
      },
    },
  }
}
