import { checkCollection, checkSeries, type Tables } from '@telltale/core/ports'
import { memoryCollection } from './collection.js'
import { memoryCounters } from './counters.js'
import type { Definitions } from './definitions.js'
import { memorySeries } from './series.js'
import type { StateAccess } from './state.js'

/** Makes the tables of the storage port over a state. */
export function memoryTables(definitions: Definitions, access: StateAccess): Tables {
  return {
    collection: (definition) => {
      definitions.use(definition, checkCollection)
      return memoryCollection(definition, access)
    },
    series: (definition) => {
      definitions.use(definition, checkSeries)
      return memorySeries(definition, access)
    },
    counters: memoryCounters(access),
  }
}
