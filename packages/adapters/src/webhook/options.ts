import { type OptionsShape, type SettingsDeclaration, settingsSchema, urlOption } from '@telltale/core/ports'
import { z } from 'zod'
import { adapterId } from '../delivering/options.js'
import { keyOf } from './signature.js'

/** Options of the webhook channel. */
export interface WebhookOptions {
  /** Tells this channel from the host's other adapters. @default 'webhook' */
  readonly id?: string
}

/** A receiver of webhooks. */
export interface WebhookDestination {
  /** The URL that is posted to. It is untrusted: the guard keeps it out of the host's own network. */
  readonly url: string
  /**
   * The secrets that sign each message, as `newWebhookSecret()` makes them: one, or the new and the old one while the receiver
   * changes over. Each of them signs.
   */
  readonly secrets: readonly string[]
}

/** Checks {@link WebhookOptions}. */
export const optionsSchema = z.strictObject({
  id: adapterId('webhook'),
} satisfies OptionsShape<WebhookOptions>)

const secret = z
  .string()
  .refine((text) => keyOf(text) !== undefined, "expected 'whsec_' and 24 to 64 bytes in Base64")

/** The destinations of the channel. */
export const destination: SettingsDeclaration<WebhookDestination, WebhookDestination> = {
  schema: settingsSchema(
    z.strictObject({
      url: urlOption(),
      secrets: z.array(secret).min(1).max(5),
    } satisfies OptionsShape<WebhookDestination>),
  ),
  secretPaths: ({ secrets }) => secrets.map((_, index) => ['secrets', index]),
}
