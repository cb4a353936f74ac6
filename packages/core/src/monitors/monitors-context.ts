import type { Monitor } from '../records/monitor-records.js'
import type { OwnedRecords, RecurringWork, Runtime } from '../runtime/index.js'
import type { ProbeHealth } from './probe-health.js'

/** The parts that the monitors of one owner are made of. */
export interface MonitorsContext {
  readonly runtime: Runtime
  readonly work: RecurringWork
  readonly health: ProbeHealth
  readonly ownerId: string
  readonly records: OwnedRecords<Monitor>
}
