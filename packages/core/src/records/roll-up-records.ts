import type { RollUp } from '../latency/roll-up.js'
import type { RollUpLevel } from '../latency/roll-up-levels.js'
import { LatencySketch } from '../latency/sketch.js'
import { defined } from '../options/index.js'
import type { SeriesDefinition, SeriesRow } from '../ports/index.js'

/** A roll-up of one monitor's checks as a row. Its key is the monitor's id, and `at` the start of its bucket. */
export interface RollUpRow extends SeriesRow, RollUp {
  readonly p50Ms?: number
  readonly p95Ms?: number
  readonly p99Ms?: number
}

const table = (name: string): SeriesDefinition<RollUpRow> => ({
  name,
  columns: {
    checks: { type: 'integer' },
    failed: { type: 'integer' },
    degraded: { type: 'integer' },
    upMs: { type: 'real' },
    downMs: { type: 'real' },
    tierMs: { type: 'json' },
    p50Ms: { type: 'real', optional: true },
    p95Ms: { type: 'real', optional: true },
    p99Ms: { type: 'real', optional: true },
    latency: { type: 'json' },
    response: { type: 'json' },
  },
})

/** The table of each level's roll-ups. */
export const rollUpTables: Readonly<Record<RollUpLevel, SeriesDefinition<RollUpRow>>> = {
  minute: table('checks_by_minute'),
  hour: table('checks_by_hour'),
  day: table('checks_by_day'),
}

/** Makes the row of a roll-up. It repeats quantiles of the sketch for readers of the table. */
export function rollUpToRow(
  rollUp: RollUp,
  row: Pick<SeriesRow, 'ownerId' | 'key' | 'at'>,
  level: RollUpLevel,
): RollUpRow {
  const sketch = LatencySketch.from(rollUp.latency)
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((q) => sketch.quantile(q))
  return { ...row, ...rollUp, id: level, ...defined({ p50Ms, p95Ms, p99Ms }) }
}
