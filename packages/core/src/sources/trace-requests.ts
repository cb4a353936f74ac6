import type { BufferedResponse, CallHandler, HttpCall, Middleware } from '../http/client/call.js'
import { defined } from '../options/index.js'
import { type Redact, redactUrl } from '../secrets/index.js'
import { isRecording, type TelemetryAttributes, withSpan } from '../telemetry/index.js'

/** The attributes of `http.client.request.duration` by the semantic conventions. */
const metricAttributes = [
  'http.request.method',
  'http.response.status_code',
  'server.address',
  'server.port',
  'error.type',
]

const attributesOf = ({ method, url, source }: HttpCall, redact: Redact): TelemetryAttributes => ({
  'http.request.method': method,
  'url.full': redact(redactUrl(url)),
  'server.address': url.hostname,
  'server.port': Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
  ...defined({ 'telltale.adapter': source }),
})

/** Returns middleware that records each request in OpenTelemetry, by the semantic conventions for HTTP clients. */
export const traceRequests =
  (redact: Redact): Middleware =>
  (call, next) =>
    // This is a hot path: without an SDK, not even the options are allocated.
    isRecording() ? traceRequest(call, next, redact) : next(call)

function traceRequest(call: HttpCall, next: CallHandler, redact: Redact): Promise<BufferedResponse> {
  const options = {
    span: 'telltale.fetch',
    isClient: true,
    histogram: 'http.client.request.duration',
    metricAttributes,
    attributes: () => attributesOf(call, redact),
    redact,
  }
  return withSpan(options, async (addAttributes) => {
    const response = await next(call)
    const { status } = response
    addAttributes(
      defined({
        'http.response.status_code': status,
        'error.type': status >= 400 ? String(status) : undefined,
      }),
    )
    return response
  })
}
