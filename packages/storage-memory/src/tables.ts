import { checkCollection, checkSeries, type Tables } from '@telltale/core/ports'
import type { Access } from './access.js'
import { memoryCollection } from './collection.js'
import { memoryCounters } from './counters.js'
import type { Definitions } from './definitions.js'
import { memorySeries } from './series.js'

/** The tables as they are reached in one way. */
export function memoryTables(definitions: Definitions, access: Access): Tables {
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
