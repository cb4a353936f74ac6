import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTelltale } from '@telltale/core'
import { pgStorage } from '@telltale/storage-pg'
import { makeChecks } from '../pg-data.js'
import { benchServer, freshStorage } from '../pg-server.js'
import { report, slope } from '../report.js'

/**
 * Measures whether a backup needs the same memory whatever its size. A storage in PostgreSQL, with some 300 MB of backup,
 * is exported to a file, and imported into an empty storage, which reads the file twice. The memory in use is sampled
 * every 8 MB, right after a garbage collection. The figures are those of this process, without the first quarter of each
 * direction.
 */
const { checks } = parseArgs({ options: { checks: { type: 'string', default: '700000' } } }).values
const stepBytes = 8 * 2 ** 20
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

interface MemorySample {
  readonly inUseMb: number
  readonly rssMb: number
}

/** Passes bytes on, and samples the memory after every 8 MB. */
async function* watched(bytes: AsyncIterable<Uint8Array>, samples: MemorySample[], seen = { bytes: 0 }) {
  for await (const chunk of bytes) {
    yield chunk
    const before = Math.floor(seen.bytes / stepBytes)
    seen.bytes += chunk.length
    if (Math.floor(seen.bytes / stepBytes) === before) continue
    collect()
    const { heapUsed, external, rss } = process.memoryUsage()
    samples.push({ inUseMb: (heapUsed + external) / 2 ** 20, rssMb: rss / 2 ** 20 })
  }
}

const server = await benchServer(4)
const folder = await mkdtemp(join(tmpdir(), 'telltale-backup-'))
const file = join(folder, 'backup.ndjson')
const open = async (schema: string) => {
  await (await freshStorage(server.pool, schema)).close()
  return createTelltale({ storage: pgStorage({ pool: server.pool, schema }), adapters: [] })
}
const [from, to] = [await open('exported'), await open('imported')]
const until = Date.UTC(2026, 10, 1)
await makeChecks(server.pool, {
  schema: 'exported',
  ownerId: 'ana',
  monitors: 1_000,
  checks: Number(checks),
  from: until - 30 * 86_400_000,
  to: until,
})

const samples: Record<string, MemorySample[]> = { export: [], import: [] }
const seconds: Record<string, number> = {}
async function timed(name: string, work: (samples: MemorySample[]) => Promise<unknown>) {
  const from = performance.now()
  await work(samples[name] ?? [])
  seconds[name] = (performance.now() - from) / 1_000
}
await timed('export', (samples) => pipeline(watched(from.backup.export(), samples), createWriteStream(file)))
let summary: Awaited<ReturnType<typeof to.backup.import>> | undefined
await timed('import', async (samples) => {
  const seen = { bytes: 0 }
  summary = await to.backup.import(() => watched(createReadStream(file), samples, seen))
})
await Promise.all([from.close(), to.close()])
await server.stop()
await rm(folder, { recursive: true })
if (summary?.rows !== Number(checks)) throw new Error(`${summary?.rows} of ${checks} checks were imported`)

const rows = Object.entries(samples).map(([way, all]) => {
  const settled = all.slice(Math.ceil(all.length / 4))
  const growth = (figure: keyof MemorySample) => slope(settled.map((sample) => sample[figure])) * (100 / 8)
  return {
    way,
    MB: (all.length * stepBytes) / 2 ** 20,
    seconds: Number(seconds[way]?.toFixed(1)),
    'in use, most, MB': Math.max(...settled.map(({ inUseMb }) => inUseMb)),
    'RSS, most, MB': Math.max(...settled.map(({ rssMb }) => rssMb)),
    'in use, MB more for each 100': growth('inUseMb'),
    'RSS, MB more for each 100': growth('rssMb'),
  }
})
report(
  rows,
  ...rows.map((row) => ({
    name: `${row.way}: memory in use grows by`,
    figure: row['in use, MB more for each 100'],
    bar: 2,
    unit: 'MB for each 100 MB of backup',
  })),
)
