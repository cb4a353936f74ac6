import { systemClock } from '@telltale/core'
import { createHttp } from '@telltale/core/http'
import type { AdapterContext } from '@telltale/core/ports'

const ignore = () => {}
const http = createHttp({ allow: ['127.0.0.1'] })

/** What the engine hands a probe, for a host that lets it go to its own machine. */
export const probeContext: AdapterContext = {
  signal: new AbortController().signal,
  cache: { get: async () => undefined, set: async () => undefined },
  clock: systemClock,
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  http,
  network: http.network,
}
