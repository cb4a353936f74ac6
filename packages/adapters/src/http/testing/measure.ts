import type { Measurement } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { type MeasureOptions, measureWith } from '../../probing/testing/peer.js'
import { type HttpProbeOptions, http } from '../index.js'

/** Options of a test's measurement over HTTP. */
export interface MeasureHttpOptions extends HttpProbeOptions, MeasureOptions {}

/** Measures a URL once, with a probe made for it. */
export async function measure(url: string, given: MeasureHttpOptions = {}): Promise<Measurement> {
  const { timeoutMs, signal, network, settings, revealBody, ...options } = given
  return measureWith(http(options), url, defined({ timeoutMs, signal, network, settings, revealBody }))
}
