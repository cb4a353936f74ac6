import { searchesTable } from '../records/search-records.js'
import { createRecurringWork, type RecurringWork, storeRecord } from '../runtime/index.js'
import { hourMs } from '../time/index.js'
import { executeSearch, type SearchRunner } from './execute-search.js'

/** Makes the recurring work of searches: runs each at its slots. One that runs already, since a host asked, is left alone. */
export function searchWork(runner: SearchRunner): RecurringWork {
  return createRecurringWork(runner.runtime, {
    kind: 'search',
    table: searchesTable,
    // A search of many pages takes the pace of its sites.
    maxRunMs: 12 * hourMs,
    run: async (search, run) => {
      const ended = await executeSearch(runner, search, {
        signal: run.signal,
        commitEnd: (work) =>
          run.commit((tables, emit, item, { dueAt }) => work(tables, emit, { ...item, dueAt })),
      })
      if (!ended)
        await run.commit((tables, _emit, item, { dueAt }) =>
          storeRecord(tables, searchesTable, { ...item, dueAt }),
        )
    },
  })
}
