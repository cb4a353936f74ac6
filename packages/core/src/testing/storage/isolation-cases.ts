import assert from 'node:assert/strict'
import type { Storage } from '../../ports/index.js'
import { insert, type Proof, samplesIn, stored, update } from './fixture.js'
import { idOf, type Sample, sample, start } from './sample-tables.js'

const twenty = Array.from({ length: 20 }, (_, index) => index)

/** Counts the transactions that held; fails when one was refused in another way than a storage that gives up may. */
async function heldOf(transactions: readonly Promise<unknown>[]): Promise<number> {
  const outcomes = await Promise.allSettled(transactions)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') {
      const { code, retryable } = Object(outcome.reason)
      assert.deepEqual({ code, retryable }, { code: 'CONFLICT', retryable: true }, String(outcome.reason))
    }
  const held = outcomes.filter(({ status }) => status === 'fulfilled').length
  assert.ok(held > 0, 'expected one transaction to hold')
  return held
}

/** Reads a sample, waits for others to come between, and writes it back with one more. */
const addOne = (storage: Storage) =>
  storage.transaction(async (tables) => {
    const { samples } = samplesIn(tables)
    const record = (await samples.get('ana', idOf(1))) as Sample
    await samples.count('ana')
    const [result] = await samples.write([{ update: { ...record, order: record.order + 1 } }])
    stored(result)
  })

/** Conformance cases of a storage: isolation of concurrent transactions. */
export const isolationCases: Record<string, Proof> = {
  'isolation: concurrent transactions that read and write back one record lose nothing': async ({
    storage,
    samples,
  }) => {
    await insert(samples, [sample(1, { order: 0 })])
    const held = await heldOf(twenty.map(() => addOne(storage)))
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1, { order: held, version: held + 1 }))
  },
  'isolation: transactions and single writes lose nothing of each other': async ({ storage, samples }) => {
    await insert(samples, [sample(1, { order: 0 })])
    const writeAlone = async (): Promise<void> => {
      const record = (await samples.get('ana', idOf(1))) as Sample
      if ((await update(samples, { ...record, order: record.order + 1 })) !== 'ok') await writeAlone()
    }
    const alone = twenty.map(writeAlone)
    const [held] = await Promise.all([heldOf(twenty.map(() => addOne(storage))), ...alone])
    const record = (await samples.get('ana', idOf(1))) as Sample
    assert.deepEqual([record.order, record.version], [held + twenty.length, held + twenty.length + 1])
  },
  'isolation: a transaction decides by what others left, as if they ran one after another': async ({
    storage,
    samples,
  }) => {
    const most = 3
    const addWhileFew = (number: number) =>
      storage.transaction(async (tables) => {
        const { samples: inside } = samplesIn(tables)
        if ((await inside.count('ana', { kind: 'few' })) < most)
          await insert(inside, [sample(number, { kind: 'few' })])
      })
    const held = await heldOf(twenty.map(addWhileFew))
    assert.equal(await samples.count('ana'), Math.min(held, most))
  },
  'isolation: two that each write what the other read do not both hold by it': async ({
    storage,
    samples,
  }) => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [sample(2 * round, { order: 1 }), sample(2 * round + 1, { order: 1 })]
      await insert(samples, [a, b])
      const leaveOne = (mine: Sample, other: Sample) =>
        storage.transaction(async (tables) => {
          const { samples: inside } = samplesIn(tables)
          const seen = (await inside.get('ana', other.id)) as Sample
          await inside.count('ana')
          if (seen.order === 1) assert.equal(await update(inside, { ...mine, order: 0 }), 'ok')
        })
      await heldOf([leaveOne(a, b), leaveOne(b, a)])
      const left = [await samples.get('ana', a.id), await samples.get('ana', b.id)]
      assert.equal(left.filter((record) => record?.order === 1).length, 1)
    }
  },
  'isolation: transactions that ask several things at once lose nothing': async ({
    storage,
    samples,
    counters,
  }) => {
    await insert(samples, [sample(1, { order: 0 })])
    const addAtOnce = () =>
      storage.transaction(async (tables) => {
        const inside = samplesIn(tables)
        const record = (await inside.samples.get('ana', idOf(1))) as Sample
        const [[written]] = await Promise.all([
          inside.samples.write([{ update: { ...record, order: record.order + 1 } }]),
          inside.counters.add('ana', 'calls', 1, { now: start }),
          inside.samples.count('ana'),
        ])
        stored(written)
      })
    const held = await heldOf(twenty.map(addAtOnce))
    assert.equal((await samples.get('ana', idOf(1)))?.order, held)
    assert.equal((await counters.add('ana', 'calls', 0, { now: start })).value, held)
  },
  'isolation: counters added to in concurrent transactions pass no limit': async ({ storage, counters }) => {
    let accepted = 0
    const spend = async () => {
      const { ok } = await storage.transaction((tables) =>
        tables.counters.add('ana', 'calls', 1, { now: start, limit: 7 }),
      )
      if (ok) accepted++
    }
    await heldOf(twenty.map(spend))
    assert.deepEqual(await counters.add('ana', 'calls', 0, { now: start }), { ok: true, value: accepted })
    assert.ok(accepted <= 7)
  },
}
