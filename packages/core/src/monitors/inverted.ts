import type { Measurement } from '../latency/check.js'
import { omit } from '../options/index.js'

/** Turns a measurement around: a target that failed is as it should be, and one that answered has failed. */
export function inverted(measurement: Measurement): Measurement {
  const { failure } = measurement
  if (!failure) {
    const message = 'expected it to fail, and it answered as expected'
    return { ...measurement, failure: { kind: 'assertion', message } }
  }
  // Nothing was asked of the target then.
  return failure.kind === 'forbidden' || failure.kind === 'probe' ? measurement : omit(measurement, 'failure')
}
