import type { HttpCall, Step } from '../http/call.js'
import { type Redact, redactUrl } from '../secrets/index.js'
import { record, type TelemetryAttributes } from '../telemetry/index.js'

/** The attributes that semantic conventions give `http.client.request.duration`. */
const measured = [
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
  ...(source !== undefined && { 'telltale.adapter': source }),
})

/** Tells OpenTelemetry of each request that is made, by the semantic conventions for HTTP clients. */
export function recordCalls(redact: Redact): Step {
  return (call, next) =>
    record(
      {
        ...{ span: 'telltale.fetch', isClient: true, duration: 'http.client.request.duration', measured },
        attributes: () => attributesOf(call, redact),
        redact,
      },
      async (note) => {
        const answer = await next(call)
        const { status } = answer
        note({
          'http.response.status_code': status,
          ...(status >= 400 && { 'error.type': String(status) }),
        })
        return answer
      },
    )
}
