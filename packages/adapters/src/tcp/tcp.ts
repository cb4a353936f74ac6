import { type OptionsShape, type ProbeAdapter, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { connect } from '../probing/connection.js'
import { measureConnection } from '../probing/measure-connection.js'
import { sendAndExpect } from '../probing/send-expect.js'
import { type CheckedTcpSettings, type TcpSettings, tcpSettings } from './monitor-settings.js'

/** Options of the TCP probe. */
export interface TcpProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'tcp' */
  readonly id?: string
  /** The version of the Internet Protocol. @default whichever responds */
  readonly family?: 4 | 6
  /** A text to send after connecting. @default nothing */
  readonly send?: string
  /**
   * A text that the response, or the greeting, has to contain within its first 64 KiB. @default a connection is enough
   */
  readonly expect?: string
  /** The maximum number of retries of a failed check, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('tcp'),
  family: z.literal([4, 6]).exactOptional(),
  send: z.string().min(1).exactOptional(),
  expect: z.string().min(1).exactOptional(),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<TcpProbeOptions>)

/**
 * Makes a probe that measures `tcp://host:port` targets: the lookup of the name, the connection, and, with `expect`, the
 * wait for a response.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [tcp({ id: 'smtp', expect: '220 ' })] })
 * await telltale.monitors.create({ url: 'tcp://mail.example:25', adapter: 'smtp' })
 * ```
 */
export function tcp(options: TcpProbeOptions = {}): ProbeAdapter<TcpSettings, CheckedTcpSettings> {
  const adapter = parseOptions('tcp', optionsSchema, options)
  const { id, expect, retries } = adapter
  return {
    specVersion: 1,
    id,
    probe: {
      matches: ({ protocol, hostname, port }) => protocol === 'tcp:' && hostname !== '' && port !== '',
      settings: tcpSettings,
      check: (target, context) =>
        measureConnection(target, { retries, context }, async ({ url, settings }, run) => {
          const { family, send } = { ...adapter, ...settings?.request }
          const socket = await connect({ url, family }, run)
          run.details.protocol = 'TCP'
          try {
            await sendAndExpect(socket, { send, expect, answer: settings?.expect?.answer }, run)
          } finally {
            socket.destroy()
          }
        }),
    },
  }
}
