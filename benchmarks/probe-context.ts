import { systemClock } from '@telltale/core'
import { createHttp } from '@telltale/core/http'
import type { AdapterContext } from '@telltale/core/ports'

const ignore = () => {}
const http = createHttp({ allow: ['127.0.0.1'] })

/** The context of a probe in an engine that allows this machine's own addresses. */
export const probeContext: AdapterContext = {
  signal: new AbortController().signal,
  cache: { get: async () => undefined, set: async () => undefined },
  clock: systemClock,
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  http,
  network: http.network,
}
