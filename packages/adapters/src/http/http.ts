import { type ProbeAdapter, parseOptions } from '@telltale/core/ports'
import { type CheckedHttpSettings, type HttpSettings, httpSettings } from './monitor-settings.js'
import { type HttpProbeOptions, optionsSchema } from './options.js'
import { runCheck } from './run-check.js'
import { toProbeSettings, withOwnSettings } from './settings.js'

/**
 * Makes a probe that measures HTTP and HTTPS targets, from the lookup of the name to the last byte of the body, each time
 * over a fresh connection unless `reuse` is set. It speaks HTTP/1.1, and with `http2` HTTP/2 where the server chooses it.
 *
 * `uncertaintyMs` is the maximum that this process may have added to `latencyMs`. It sums the process's own work before it
 * sent something, and the busy time of its event loop in which it found the response; in the TLS handshake and the download,
 * all of its work; after each wait, the time on the run queue of a processor, which only Linux tells, and 0.29 ms for the
 * processor to wake up; and all of a wait beyond the check's deadline, as when the process was suspended. It does not
 * include delays by other work of Node's thread pool, nor a suspension that was over by then. The wait for one of the
 * pool's few threads that look names up is not measured at all.
 *
 * The engine's private-network guard applies, on every redirect: a host opens its own networks with
 * `createTelltale({ http: { allow: ['10.0.0.0/8'] } })`.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [http({ acceptStatus: [[200, 299], 401] })] })
 * ```
 */
export function http(options: HttpProbeOptions = {}): ProbeAdapter<HttpSettings, CheckedHttpSettings> {
  const checked = parseOptions('http', optionsSchema, options)
  const settings = toProbeSettings(checked)
  return {
    specVersion: 1,
    id: checked.id,
    probe: {
      matches: ({ protocol, origin }) =>
        /^https?:$/.test(protocol) && (checked.origins.length === 0 || checked.origins.includes(origin)),
      settings: httpSettings,
      check: (target, context) => {
        const { settings: own } = target
        return runCheck(target, context, own ? withOwnSettings(checked, settings, own) : settings)
      },
    },
    secrets: () => settings.secrets,
    close: async () => settings.connections?.close(),
  }
}
