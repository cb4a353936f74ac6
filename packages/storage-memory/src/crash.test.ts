import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { faultRun, readBack, startWriter } from './crash.fault.js'

it('leaves a whole snapshot of one moment whenever its process is killed', { timeout: 60_000 }, async () => {
  expect(await faultRun.run(6)).toEqual([])
})

it('keeps its process until what was stored is in the file', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-crash-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'telltale.ndjson')
  const child = await startWriter(file, 1)
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  expect(code).toBe(0)
  expect(await readBack(file)).toEqual({ left: 1, right: 1, rows: 1 })
})
