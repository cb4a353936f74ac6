import { type OptionsShape, type SettingsDeclaration, settingsSchema, urlOption } from '@telltale/core/ports'
import { z } from 'zod'
import { adapterId, secretText } from '../delivering/options.js'

/** Options of the SMS channel. */
export interface TwilioOptions {
  /** The SID of the account, `AC` and 32 hexadecimal digits. */
  readonly accountSid: string
  /** The token of the account, or the secret of `apiKey`. */
  readonly authToken: string
  /** The SID of an API key, `SK` and 32 hexadecimal digits. @default the account signs in itself */
  readonly apiKey?: string
  /** The sender: a number such as `'+15551234567'`, a short code, a name, or the SID of a messaging service. */
  readonly from: string
  /** The most segments of a message: each is paid for. A longer text is cut. @default 3 */
  readonly maxSegments?: number
  /** Tells this channel from the host's other adapters. @default 'twilio' */
  readonly id?: string
  /** The base URL of the API, such as that of a region. @default 'https://api.twilio.com' */
  readonly baseUrl?: string
}

/** A phone. */
export interface TwilioDestination {
  /** The number in the form of E.164, such as `+15551234567`. */
  readonly phone: string
}

/** Checks {@link TwilioOptions}. */
export const optionsSchema = z.strictObject({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/i, "expected 'AC' and 32 hexadecimal digits"),
  authToken: secretText('the token of the account'),
  apiKey: z
    .string()
    .regex(/^SK[0-9a-f]{32}$/i, "expected 'SK' and 32 hexadecimal digits")
    .exactOptional(),
  from: z
    .string()
    .regex(
      /^(\+\d{6,15}|\d{3,8}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{1,11})$/,
      'expected a number, a name or a service',
    ),
  maxSegments: z.int().min(1).max(10).default(3),
  id: adapterId('twilio'),
  baseUrl: urlOption().default('https://api.twilio.com'),
} satisfies OptionsShape<TwilioOptions>)

/** The destinations of the channel. */
export const destination: SettingsDeclaration<TwilioDestination, TwilioDestination> = {
  schema: settingsSchema(
    z.strictObject({
      phone: z.string().regex(/^\+[1-9]\d{6,14}$/, "expected a number such as '+15551234567'"),
    } satisfies OptionsShape<TwilioDestination>),
  ),
}
