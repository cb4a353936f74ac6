import { inProcessScheduler } from '../../packages/core/src/schedule/index.js'

/** Enqueues jobs as the engine does, one after the other; the heap is counted before and after a collection. */
async function fill(jobs: number) {
  const scheduler = inProcessScheduler()
  const now = Date.now()
  const before = process.memoryUsage().heapUsed
  const from = performance.now()
  for (let index = 0; index < jobs; index++) {
    const id = `monitor:${index}`
    const slotAt = now + 60_000 + ((index * 7_919) % 3_600_000)
    await scheduler.enqueue({
      id,
      slotAt,
      data: { kind: 'monitor', ownerId: 'default', id, everyMs: 60_000 },
    })
  }
  const seconds = (performance.now() - from) / 1_000
  const heapMb = (process.memoryUsage().heapUsed - before) / 2 ** 20
  await scheduler.close()
  return { seconds, heapMb }
}

process.on('message', async ({ jobs }: { jobs: number }) => process.send?.(await fill(jobs)))
