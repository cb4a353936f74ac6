/** Returns a number with three significant digits at most: percentiles are within 1 %. */
export const roundLatency = (ms: number): number => (ms === 0 ? 0 : Number(ms.toPrecision(3)))

/** Returns a latency in words, such as `41.8 ms` or `1.2 s`, with three significant digits at most. */
export const inMs = (ms: number): string =>
  roundLatency(ms) < 1_000 ? `${roundLatency(ms)} ms` : `${roundLatency(ms / 1_000)} s`
