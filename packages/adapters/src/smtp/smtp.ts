import { AdapterError, TelltaleError } from '@telltale/core/errors'
import {
  type AdapterContext,
  type ChannelAdapter,
  type ChannelDelivery,
  type DeliveryReceipt,
  defined,
  parseOptions,
} from '@telltale/core/ports'
import { mailOf } from './mail.js'
import {
  destination,
  optionsSchema,
  type SmtpDestination,
  type SmtpOptions,
  type SmtpSettings,
} from './options.js'
import { refusalOf } from './refusal.js'

/**
 * Makes a channel of mails. Needs the package `nodemailer`, which is loaded with the first mail. Connections go through the
 * guard of the host's network.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { smtp } from '@telltale/adapters/smtp'
 *
 * const { SMTP_USER: user = '', SMTP_PASSWORD: password = '' } = process.env
 * const from = 'Shop <alerts@shop.example>'
 * const adapter = smtp({ host: 'mail.shop.example', from, auth: { user, password } })
 * ```
 */
export function smtp(options: SmtpOptions): ChannelAdapter<SmtpDestination, SmtpDestination> {
  const settings = parseOptions('smtp', optionsSchema, options)
  const { id, auth, dkim } = settings
  const secrets = [auth?.password, dkim?.privateKey].filter((secret) => secret !== undefined)
  return {
    specVersion: 1,
    id,
    secrets: () => secrets,
    channel: {
      destination,
      showsImages: true,
      label: ({ email }) => email,
      deliver: (delivery, context) => deliver(settings, delivery, context),
    },
  }
}

async function deliver(
  settings: SmtpSettings,
  delivery: ChannelDelivery<SmtpDestination>,
  context: AdapterContext,
): Promise<DeliveryReceipt> {
  const { signal } = context
  signal.throwIfAborted()
  const { createTransport } = await loadLibrary(settings.id)
  const opened = new AbortController()
  const time = AbortSignal.timeout(settings.timeoutMs)
  const ended = AbortSignal.any([signal, time, opened.signal])
  const transport = createTransport({
    ...transportOptions(settings),
    getSocket: (_, callback) => {
      const { host, port, timeoutMs } = settings
      context.network.connect({ host, port, trust: 'configured', timeoutMs, signal: ended }).then(
        (connection) => {
          ended.addEventListener('abort', () => connection.destroy(), { once: true })
          callback(null, { connection })
        },
        (error: Error) => callback(error, undefined),
      )
    },
  })
  const mail = mailOf(settings, delivery)
  try {
    await transport.sendMail(mail)
    return { messageId: mail.messageId }
  } catch (error) {
    signal.throwIfAborted()
    if (TelltaleError.is(error) && !time.aborted) throw error
    throw refusalOf(error, settings, time.aborted)
  } finally {
    opened.abort()
    transport.close()
  }
}

function transportOptions({ host, port, security, auth, dkim, ca, timeoutMs }: SmtpSettings) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A text of a notification is never read as a file or a URL to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...defined({
      auth: auth && { user: auth.user, pass: auth.password },
      dkim,
      tls: ca && { ca: [...ca] },
    }),
  }
}

async function loadLibrary(id: string): Promise<typeof import('nodemailer')> {
  try {
    return await import('nodemailer')
  } catch (cause) {
    throw new AdapterError(`${id}: install \`nodemailer\`, which sends mails`, { cause })
  }
}
