import { type Adapter, parseOptions } from '@telltale/core/ports'
import { type HttpProbeOptions, optionsSchema } from './options.js'
import { check } from './run-check.js'
import { toProbeSettings } from './settings.js'

/**
 * A probe that measures HTTP and HTTPS targets, from the lookup of the name to the last byte of the body, each time
 * over a fresh connection unless `reuse` says otherwise. It speaks HTTP/1.1 and does not decompress.
 *
 * `uncertaintyMs` is the most that this process may have added to `latencyMs`: its own work before something was sent, and
 * the stretch of work in which its event loop was when the answer to that was come upon; in the TLS handshake and the
 * download, all of its work; for each wait, how long it stood in line for a processor afterwards, which only Linux tells,
 * and 0.29 ms for the processor to wake; and all of a wait that went on past the check's deadline, as when the process was
 * suspended. It does not hold what other work of Node's thread pool kept back, nor a suspension that was over by then.
 * Waiting for one of the pool's few threads that look names up is not measured at all.
 *
 * It goes through the engine's private-network guard, on every redirect: a host opens its own networks with
 * `createTelltale({ http: { allow: ['10.0.0.0/8'] } })`.
 *
 * @throws `ValidationError` when an option is not what it should be.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [http({ acceptStatus: [[200, 299], 401] })] })
 * ```
 */
export function http(options: HttpProbeOptions = {}): Adapter {
  const checked = parseOptions('http', optionsSchema, options)
  const settings = toProbeSettings(checked)
  return {
    specVersion: 1,
    id: checked.id,
    probe: {
      matches: ({ protocol }) => protocol === 'http:' || protocol === 'https:',
      check: (target, context) => check(target, context, settings),
    },
    close: async () => settings.connections?.close(),
  }
}
