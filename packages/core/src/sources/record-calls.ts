import type { HttpAnswer, HttpCall, Send, Step } from '../http/client/call.js'
import { defined } from '../options/index.js'
import { type Redact, redactUrl } from '../secrets/index.js'
import { isRecording, record, type TelemetryAttributes } from '../telemetry/index.js'

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
  ...defined({ 'telltale.adapter': source }),
})

/** Tells OpenTelemetry of each request that is made, by the semantic conventions for HTTP clients. */
export const recordCalls =
  (redact: Redact): Step =>
  (call, next) =>
    // The most frequent work there is: without an SDK, not even what describes it is made.
    isRecording() ? recordCall(call, next, redact) : next(call)

function recordCall(call: HttpCall, next: Send, redact: Redact): Promise<HttpAnswer> {
  const options = {
    span: 'telltale.fetch',
    isClient: true,
    duration: 'http.client.request.duration',
    measured,
    attributes: () => attributesOf(call, redact),
    redact,
  }
  return record(options, async (note) => {
    const answer = await next(call)
    const { status } = answer
    note({
      'http.response.status_code': status,
      ...defined({ 'error.type': status >= 400 ? String(status) : undefined }),
    })
    return answer
  })
}
