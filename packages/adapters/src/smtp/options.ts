import { createPrivateKey } from 'node:crypto'
import { type OptionsShape, type SettingsDeclaration, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import { adapterId } from '../delivering/options.js'

/** The key that signs mails by DKIM (RFC 6376), where the mail server does not sign them itself. */
export interface DkimKey {
  /** The domain that signs, such as `shop.example`. */
  readonly domainName: string
  /** The name of the key: its record stands at `<keySelector>._domainkey.<domainName>`. */
  readonly keySelector: string
  /** The private key of RSA, in PEM. */
  readonly privateKey: string
}

/** Options of the mail channel. */
export interface SmtpOptions {
  /** The name of the mail server. */
  readonly host: string
  /** The sender, such as `'Shop <alerts@shop.example>'`. */
  readonly from: string
  /** The port. @default 587, or 465 with `security: 'tls'` */
  readonly port?: number
  /**
   * The protection of the connection: `starttls` asks for TLS and refuses a server without it, `tls` uses it from the first
   * byte, `none` sends in the clear, for a server on this machine. @default 'tls' with port 465, else 'starttls'
   */
  readonly security?: 'starttls' | 'tls' | 'none'
  /** The login. @default none */
  readonly auth?: { readonly user: string; readonly password: string }
  /** The address that answers go to. @default that of `from` */
  readonly replyTo?: string
  /** The key that signs mails. @default they are not signed here */
  readonly dkim?: DkimKey
  /** Certificates (PEM) of trusted authorities, instead of those of Node. @default those of Node */
  readonly ca?: readonly string[]
  /** The time for a mail, in milliseconds. @default 30000 */
  readonly timeoutMs?: number
  /** Tells this channel from the host's other adapters. @default 'smtp' */
  readonly id?: string
}

/** A reader of mails. */
export interface SmtpDestination {
  /** The address, such as `ana@shop.example`. */
  readonly email: string
  /** The name of the reader. @default the address alone */
  readonly name?: string
}

const address = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,253}$/u
const mailbox = /^([^\r\n<>,]* ?<)?([^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,253})>?$/u

/** Returns the address in `Name <address>`. */
export const addressIn = (text: string): string => mailbox.exec(text)?.[2] ?? text

const mailboxText = z.string().regex(mailbox, "expected an address such as 'Shop <alerts@shop.example>'")

/** Checks for a key that mails are signed with: `nodemailer` signs by RSA alone. */
function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

/** Checks {@link SmtpOptions}. */
export const optionsSchema = z
  .strictObject({
    host: z.string().min(1),
    from: mailboxText,
    port: z.int().min(1).max(65_535).exactOptional(),
    security: z.enum(['starttls', 'tls', 'none']).exactOptional(),
    auth: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).exactOptional(),
    replyTo: mailboxText.exactOptional(),
    dkim: z
      .strictObject({
        domainName: z.string().min(1),
        keySelector: z.string().min(1),
        privateKey: z.string().refine(isRsaKey, 'expected a private key of RSA in PEM'),
      } satisfies OptionsShape<DkimKey>)
      .exactOptional(),
    ca: z.array(z.string().min(1)).exactOptional(),
    timeoutMs: z.int().min(1).max(600_000).default(30_000),
    id: adapterId('smtp'),
  } satisfies OptionsShape<SmtpOptions>)
  .transform((given) => {
    const security = given.security ?? (given.port === 465 ? 'tls' : 'starttls')
    return { ...given, security, port: given.port ?? (security === 'tls' ? 465 : 587) }
  })

/** {@link SmtpOptions} with their defaults. */
export type SmtpSettings = z.output<typeof optionsSchema>

/** The destinations of the channel. */
export const destination: SettingsDeclaration<SmtpDestination, SmtpDestination> = {
  schema: settingsSchema(
    z.strictObject({
      email: z.string().regex(address, "expected an address such as 'ana@shop.example'"),
      name: z.string().min(1).max(100).exactOptional(),
    } satisfies OptionsShape<SmtpDestination>),
  ),
}
