import { startChild } from '../child.js'
import { report } from '../report.js'
import type { BombOrder, BombResult } from './client-process.js'

/**
 * The memory for a body that decompresses to 10 MB up to 10 GB, with up to three nested codings. Each is read ten times,
 * one after the other, by a process of its own, whose resident memory is looked at every millisecond: a client at work,
 * that holds what loads with the first calls; and once by a process that never made a call. The limit is what was
 * promised: 32 MiB, and the next call is answered.
 */
const times = 10
const barMb = 32

const server = startChild(new URL('./server-process.ts', import.meta.url))
const { port, names } = await server.ask<{ port: number; names: { name: string; bytes: number }[] }>()

async function read(order: Omit<BombOrder, 'origin'>): Promise<BombResult> {
  const client = startChild(new URL('./client-process.ts', import.meta.url))
  const result = await client.ask<BombResult>({ ...order, origin: `http://127.0.0.1:${port}` })
  client.close()
  return result
}

const rows: (BombResult & { name: string; bytes: number; coldGrewMb: number })[] = []
for (const [bomb, { name, bytes }] of names.entries()) {
  const { grewMb: coldGrewMb } = await read({ bomb, times: 1, pagesBefore: 0 })
  rows.push({ ...(await read({ bomb, times, pagesBefore: 300 })), name, bytes, coldGrewMb })
}
server.close()

report(
  rows.map(({ name, bytes, grewMb, coldGrewMb, tookMs, refused }) => ({
    bomb: name,
    'on the wire, KB': Math.round(bytes / 1_024),
    'grew, MiB': Number(grewMb.toFixed(1)),
    'grew by its first call, MiB': Number(coldGrewMb.toFixed(1)),
    'each took, ms': Number(tookMs.toFixed(1)),
    'ended by': refused.replace(/^the answer of \S+ /, ''),
  })),
  {
    name: 'the process grew by at most',
    figure: Math.max(...rows.map(({ grewMb }) => grewMb)),
    bar: barMb,
    unit: 'MiB',
  },
  {
    name: 'a process grew by its first call, a bomb, at most',
    figure: Math.max(...rows.map(({ coldGrewMb }) => coldGrewMb)),
    bar: barMb,
    unit: 'MiB',
  },
  {
    name: 'bombs that were refused, with the next call answered',
    figure: rows.filter(({ refused, goesOn }) => /^the answer/.test(refused) && goesOn).length,
    bar: rows.length,
    atLeast: true,
    unit: 'of all',
  },
)
