import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/**
 * A dependency of one monitor on another, as an index of `Monitor.dependsOn`: it tells which monitors depend on one without
 * reading all of them.
 */
export interface MonitorDependency extends BaseRecord {
  /** The id of the monitor that depends on another. */
  readonly monitorId: string
  /** The id of the monitor that it depends on. */
  readonly dependsOnId: string
}

/** The table of dependencies between monitors. */
export const monitorDependenciesTable: CollectionDefinition<MonitorDependency> = {
  name: 'monitor_dependencies',
  columns: {
    monitorId: { type: 'text', references: 'monitors' },
    dependsOnId: { type: 'text', references: 'monitors' },
  },
  unique: [['monitorId', 'dependsOnId']],
  indexes: [['dependsOnId']],
}
