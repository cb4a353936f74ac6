import { untilSignal } from '../async/index.js'
import type { Measurement } from '../latency/check.js'
import { defined } from '../options/index.js'
import type { AdapterContext, ProbeTarget } from '../ports/index.js'
import type { AdapterWith } from '../runtime/index.js'
import { redactUrl } from '../secrets/index.js'
import { withSpan } from '../telemetry/index.js'

/** Measures a target once, and records a span and a duration for OpenTelemetry. */
export function measureTarget(
  { id, probe }: AdapterWith<'probe'>,
  target: ProbeTarget,
  context: AdapterContext,
): Promise<Measurement> {
  const { url } = target
  const options = {
    span: 'telltale.check',
    isClient: true,
    histogram: 'telltale.check.duration',
    attributes: () => ({
      'url.full': redactUrl(url),
      'server.address': url.hostname,
      'telltale.adapter': id,
    }),
    metricAttributes: ['server.address', 'telltale.adapter', 'error.type'],
  }
  return withSpan(options, async (addAttributes) => {
    const measurement = await untilSignal(context.signal, probe.check(target, context))
    const { failure, httpStatus } = measurement
    addAttributes(defined({ 'http.response.status_code': httpStatus, 'error.type': failure?.kind }))
    return measurement
  })
}
