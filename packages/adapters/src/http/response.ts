import type { IncomingHttpHeaders } from 'node:http'

/** What came back. */
export interface ProbeResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** What was read of the body; nothing unless an assertion needs it. */
  readonly body: readonly Buffer[]
  /** Where it redirects to; absent of a last answer. */
  readonly location?: string
  /** Whether the connection may be asked again. */
  readonly isReusable: boolean
}
