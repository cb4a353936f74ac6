import { z } from 'zod'
import { type OptionsShape, urlOption } from '../../options/index.js'
import type { SecretKey } from '../../secrets/index.js'

/** The links of messages: a reader acknowledges an alert, or ends the messages, without a login. */
export interface AlertLinkOptions {
  /**
   * The URL that tokens are added to, such as `https://shop.example/api/links`, where `@telltale/api` answers at
   * `https://shop.example/api`.
   */
  readonly url: string
  /**
   * A secret key of at least 32 bytes that signs the links (HMAC-SHA-256), or several: the first signs, and links of all work.
   */
  readonly key: SecretKey | readonly SecretKey[]
}

const key = z.custom<SecretKey>(
  (value) => (typeof value === 'string' || value instanceof Uint8Array) && Buffer.byteLength(value) >= 32,
  'expected a secret of at least 32 bytes, as text or bytes',
)

/** The schema of {@link AlertLinkOptions}. */
export const alertLinkSchema = z.strictObject({
  url: urlOption().transform((url) => url.replace(/\/$/, '')),
  key: z.union([key.transform((one) => [one]), z.array(key).min(1).max(20)]),
} satisfies OptionsShape<AlertLinkOptions>)

/** The links as they were checked. */
export type CheckedLinkOptions = z.output<typeof alertLinkSchema>
