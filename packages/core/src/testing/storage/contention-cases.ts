import assert from 'node:assert/strict'
import { defined } from '../../options/index.js'
import { everyPage, insert, type Proof, update } from './fixture.js'
import { idOf, reading, type Sample, sample, start } from './sample-tables.js'

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** Does something again and again while `work` is under way. */
async function meanwhile(
  disturb: (round: number) => Promise<unknown>,
  work: () => Promise<void>,
): Promise<void> {
  let isOver = false
  const disturbing = (async () => {
    for (let round = 0; !isOver; round++) await disturb(round)
  })()
  try {
    await work()
  } finally {
    isOver = true
    await disturbing
  }
}

/** Conformance cases of a storage: contention for one record or counter. */
export const contentionCases: Record<string, Proof> = {
  'contention: of 200 concurrent updates of one record exactly one wins': async ({ samples }) => {
    await insert(samples, [sample(1)])
    const results = await Promise.all(upTo(200).map((order) => update(samples, sample(1, { order }))))
    assert.deepEqual(results.toSorted(), ['ok', ...upTo(199).map(() => 'version')])
    assert.equal((await samples.get('ana', idOf(1)))?.order, results.indexOf('ok'))
  },
  'contention: 200 updates of one record by eight writers, each tried until it holds, lose nothing': async ({
    samples,
  }) => {
    await insert(samples, [sample(1, { order: 0 })])
    const addTimes = async (times: number): Promise<void> => {
      for (let held = 0; held < times; ) {
        const record = (await samples.get('ana', idOf(1))) as Sample
        if ((await update(samples, { ...record, order: record.order + 1 })) === 'ok') held++
      }
    }
    await Promise.all(upTo(8).map(() => addTimes(25)))
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1, { order: 200, version: 201 }))
  },
  'contention: 200 concurrent additions to one counter all count, and 200 callers get 200 places': async ({
    counters,
  }) => {
    const now = start
    const sums = await Promise.all(upTo(200).map(() => counters.add('ana', 'calls', 1, { now })))
    assert.deepEqual(
      sums.map(({ value }) => value).toSorted((a, b) => a - b),
      upTo(200).map((before) => before + 1),
    )
    const places = await Promise.all(upTo(200).map(() => counters.reserve('ana', 'shop', { now, gapMs: 5 })))
    assert.deepEqual(
      places.toSorted((a, b) => a - b),
      upTo(200).map((before) => now + 5 * before),
    )
  },
  'contention: a page stays right while others insert, change and delete at the same moment': async ({
    samples,
  }) => {
    const lasting = upTo(60).map((number) => sample(number * 100, { order: Math.floor(number / 3) * 10 }))
    await insert(samples, lasting)
    const disturb = async (round: number) => {
      const passing = sample(1 + round * 100, { order: (round * 7) % 200, name: `passing ${round}` })
      await samples.write([{ insert: passing }])
      await update(samples, { ...passing, order: 200 - passing.order })
      if (round % 3 !== 0) await samples.delete('ana', [passing.id])
    }
    for (const direction of ['asc', 'desc'] as const)
      await meanwhile(disturb, async () => {
        const orderBy = { column: 'order', direction } as const
        const pages = await everyPage((after) =>
          samples.page('ana', { orderBy, limit: 4, ...defined({ after }) }),
        )
        const seen = pages.flat().filter(({ name }) => !name.startsWith('passing'))
        const ids = lasting.map(({ id }) => id)
        assert.deepEqual(
          seen.map(({ id }) => id),
          direction === 'asc' ? ids : ids.toReversed(),
        )
        await samples.delete(
          'ana',
          (await samples.page('ana', { limit: 10_000 })).items.flatMap(({ id, name }) =>
            name.startsWith('passing') ? [id] : [],
          ),
        )
      })
  },
  'contention: a page of a series stays right while rows are added and deleted at the same moment': async ({
    readings,
  }) => {
    const lasting = upTo(60).map((number) =>
      reading(1_000 + Math.floor(number / 3), { id: `l${100 + number}` }),
    )
    await readings.append(lasting)
    const disturb = async (round: number) => {
      await readings.append([0, 1_009, 5_000].map((at) => reading(at, { id: `passing ${round}` })))
      await readings.append([reading(round, { key: 'window' })])
      if (round % 3 === 0) await readings.deleteKeys('ana', ['window'])
    }
    for (const direction of ['asc', 'desc'] as const)
      await meanwhile(disturb, async () => {
        const pages = await everyPage((after) =>
          readings.page('ana', 'door', { limit: 5, direction, ...defined({ after }) }),
        )
        const seen = pages.flat().flatMap(({ id }) => (id.startsWith('l') ? [id] : []))
        const ids = lasting.map(({ id }) => id)
        assert.deepEqual(seen, direction === 'asc' ? ids : ids.toReversed())
      })
  },
}
