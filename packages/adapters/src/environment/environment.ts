import { ValidationError } from '@telltale/core/errors'
import { type ChannelAdapter, defined } from '@telltale/core/ports'
import { alertmanager } from '../alertmanager/index.js'
import { apprise } from '../apprise/index.js'
import { fcm } from '../fcm/index.js'
import { gotify } from '../gotify/index.js'
import { ntfy } from '../ntfy/index.js'
import { pushover } from '../pushover/index.js'
import { slack } from '../slack/index.js'
import { type SmtpOptions, smtp } from '../smtp/index.js'
import { telegram } from '../telegram/index.js'
import { twilio } from '../twilio/index.js'
import { webpush } from '../webpush/index.js'

/** The variables that are set, by name. */
type Values = Readonly<Record<string, string>>

/** A channel with the variables that it is made of. */
export interface ChannelVariables {
  /** The variables that it needs. It is made when one of them is set. */
  readonly required: readonly string[]
  /** Further variables. */
  readonly optional: readonly string[]
  /** Makes the channel. */
  open(values: Values): ChannelAdapter
}

const loginOf = (user: string | undefined, password: string | undefined) =>
  user === undefined ? undefined : { user, password: password ?? '' }

/** The channels that are made of variables, by the name of their entry. */
export const channelVariables: Readonly<Record<string, ChannelVariables>> = {
  smtp: {
    required: ['SMTP_HOST', 'SMTP_FROM'],
    optional: ['SMTP_PORT', 'SMTP_SECURITY', 'SMTP_USER', 'SMTP_PASSWORD'],
    open: ({ SMTP_HOST: host = '', SMTP_FROM: from = '', ...rest }) =>
      smtp({
        host,
        from,
        ...defined({
          port: rest.SMTP_PORT === undefined ? undefined : Number(rest.SMTP_PORT),
          security: rest.SMTP_SECURITY as SmtpOptions['security'] | undefined,
          auth: loginOf(rest.SMTP_USER, rest.SMTP_PASSWORD),
        }),
      }),
  },
  telegram: {
    required: ['TELEGRAM_BOT_TOKEN'],
    optional: [],
    open: ({ TELEGRAM_BOT_TOKEN: token = '' }) => telegram({ token }),
  },
  slack: {
    required: ['SLACK_BOT_TOKEN'],
    optional: [],
    open: ({ SLACK_BOT_TOKEN: token = '' }) => slack({ token }),
  },
  ntfy: {
    required: ['NTFY_URL'],
    optional: ['NTFY_TOKEN'],
    open: ({ NTFY_URL: baseUrl = '', NTFY_TOKEN: token }) => ntfy({ baseUrl, ...defined({ token }) }),
  },
  pushover: {
    required: ['PUSHOVER_TOKEN'],
    optional: [],
    open: ({ PUSHOVER_TOKEN: token = '' }) => pushover({ token }),
  },
  gotify: {
    required: ['GOTIFY_URL'],
    optional: [],
    open: ({ GOTIFY_URL: baseUrl = '' }) => gotify({ baseUrl }),
  },
  twilio: {
    required: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
    optional: ['TWILIO_API_KEY'],
    open: ({ TWILIO_ACCOUNT_SID: accountSid = '', TWILIO_AUTH_TOKEN: authToken = '', ...rest }) =>
      twilio({
        accountSid,
        authToken,
        from: rest.TWILIO_FROM ?? '',
        ...defined({ apiKey: rest.TWILIO_API_KEY }),
      }),
  },
  fcm: {
    required: ['FCM_PROJECT_ID', 'FCM_CLIENT_EMAIL', 'FCM_PRIVATE_KEY'],
    optional: [],
    open: ({ FCM_PROJECT_ID: projectId = '', FCM_CLIENT_EMAIL: clientEmail = '', FCM_PRIVATE_KEY = '' }) => {
      // Many hosts keep a variable in one line, with `\n` for the end of a line.
      const privateKey = FCM_PRIVATE_KEY.replaceAll('\\n', '\n')
      return fcm({ projectId, credentials: { clientEmail, privateKey } })
    },
  },
  webpush: {
    required: ['VAPID_SUBJECT', 'VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'],
    optional: [],
    open: ({
      VAPID_SUBJECT: subject = '',
      VAPID_PUBLIC_KEY: publicKey = '',
      VAPID_PRIVATE_KEY: privateKey = '',
    }) => webpush({ subject, publicKey, privateKey }),
  },
  alertmanager: {
    required: ['ALERTMANAGER_URL'],
    optional: ['ALERTMANAGER_USER', 'ALERTMANAGER_PASSWORD', 'ALERTMANAGER_TOKEN'],
    open: ({ ALERTMANAGER_URL: baseUrl = '', ...rest }) =>
      alertmanager({
        baseUrl,
        ...defined({
          auth: loginOf(rest.ALERTMANAGER_USER, rest.ALERTMANAGER_PASSWORD),
          token: rest.ALERTMANAGER_TOKEN,
        }),
      }),
  },
  apprise: {
    required: ['APPRISE_URL'],
    optional: [],
    open: ({ APPRISE_URL: baseUrl = '' }) => apprise({ baseUrl }),
  },
}

/**
 * Makes the channels whose variables are set, such as that of mails with `SMTP_HOST` and `SMTP_FROM`. An empty variable counts
 * as one that is not set. Channels that need no settings of the host, such as `webhook()`, are not among them.
 *
 * @throws `ValidationError` when a channel has some of its variables and lacks others, or one of them is wrong.
 * @example
 * ```ts
 * import { channelsFromEnvironment } from '@telltale/adapters/environment'
 * import { webhook } from '@telltale/adapters/webhook'
 *
 * const adapters = [webhook(), ...channelsFromEnvironment()]
 * ```
 */
export function channelsFromEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly ChannelAdapter[] {
  return Object.values(channelVariables).flatMap(({ required, optional, open }) => {
    const names = [...required, ...optional].filter((name) => env[name]?.trim())
    const missing = required.filter((name) => !names.includes(name))
    if (names.length === 0) return []
    if (missing.length > 0)
      throw new ValidationError(
        'channelsFromEnvironment',
        missing.map((path) => ({ path, message: `expected a value, since ${names[0]} has one` })),
      )
    return [open(Object.fromEntries(names.map((name) => [name, env[name]?.trim() ?? ''])))]
  })
}
