import type { IncomingHttpHeaders } from 'node:http'

/** The response to one request of a check. */
export interface ProbeResponse {
  /** The status code. */
  readonly status: number
  /** The headers, by their names in lower case. */
  readonly headers: IncomingHttpHeaders
  /** The body; empty unless an assertion needs it. */
  readonly body: Buffer
  /** The `location` of a redirect; absent in a final response. */
  readonly location?: string
  /** `true` when the connection may carry another request. */
  readonly isReusable: boolean
}
