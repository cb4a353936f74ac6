import type { SeriesDefinition, SeriesRow } from '@telltale/core/ports'
import { memoryStorage } from './index.js'

interface Mark extends SeriesRow {
  readonly text: string
}

const marksTable: SeriesDefinition<Mark> = { name: 'marks', columns: { text: { type: 'text' } } }

/**
 * Writes to the snapshot file named on the command line until it is killed, or once when told so: what is always true
 * of it is that the two counters are equal to each other and to the number of rows.
 */
const [file, times = 'forever'] = process.argv.slice(2)
const storage = memoryStorage({ file: String(file), snapshotEvery: '2ms' })
const now = Date.UTC(2026, 0, 1)

async function writeOnce(): Promise<number> {
  return storage.transaction(async ({ counters, series }) => {
    const { value } = await counters.add('ana', 'left', 1, { now })
    await series(marksTable).append([
      { ownerId: 'ana', key: 'door', at: now + value, id: '1', text: 'x'.repeat(1_000) },
    ])
    await counters.add('ana', 'right', 1, { now })
    return value
  })
}

console.log(await writeOnce())
while (times === 'forever') {
  await writeOnce()
  await new Promise(setImmediate)
}
