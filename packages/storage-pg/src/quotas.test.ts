import { createTelltale } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { expect, inject, it, onTestFinished } from 'vitest'
import { pgStorage } from './index.js'

const probe: Adapter = {
  specVersion: 1,
  id: 'script',
  probe: {
    matches: ({ protocol }) => protocol === 'script:',
    check: async () => ({ latencyMs: 1, uncertaintyMs: 0, phases: {} }),
  },
}

it('holds a quota between two processes that create at the same time', async () => {
  const schema = `quotas ${process.pid}`
  const open = () => {
    const storage = pgStorage({ connectionString: inject('connectionString'), schema })
    const telltale = createTelltale({
      storage,
      adapters: [probe],
      quotas: { plans: { free: { monitors: 7 } } },
    })
    onTestFinished(() => telltale.close())
    return { storage, monitors: telltale.for('ana').monitors }
  }
  const processes = [open(), open()]
  await processes[0]?.storage.migrate()
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      processes[index % 2]?.monitors.create({ url: 'script:here', name: `m${index}`, every: '1h' }),
    ),
  )
  const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
  expect(refusals).toEqual(Array.from({ length: 13 }, () => 'QUOTA_EXCEEDED'))
  expect((await processes[1]?.monitors.list())?.items).toHaveLength(7)
})
