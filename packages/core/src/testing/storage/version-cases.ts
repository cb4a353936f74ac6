import assert from 'node:assert/strict'
import { insert, type Proof, update } from './fixture.js'
import { idOf, type Sample, sample } from './sample-tables.js'

const writers = Array.from({ length: 25 }, (_, index) => index)

/** Conformance cases of a collection: compare-and-set. */
export const versionCases: Record<string, Proof> = {
  'version: of concurrent updates of one version, exactly one wins': async ({ samples }) => {
    await insert(samples, [sample(1)])
    for (const version of [1, 2, 3]) {
      const results = await Promise.all(
        writers.map((order) => update(samples, sample(1, { order, version }))),
      )
      assert.deepEqual(results.toSorted(), ['ok', ...writers.slice(1).map(() => 'version')])
      const { order, version: now } = (await samples.get('ana', idOf(1))) as Sample
      assert.deepEqual([now, results[order]], [version + 1, 'ok'])
    }
  },
  'version: writers that try again until they win lose nothing': async ({ samples }) => {
    await insert(samples, [sample(1, { order: 0 })])
    const add = async (): Promise<void> => {
      const record = (await samples.get('ana', idOf(1))) as Sample
      if ((await update(samples, { ...record, order: record.order + 1 })) !== 'ok') await add()
    }
    await Promise.all(writers.map(add))
    assert.deepEqual(
      await samples.get('ana', idOf(1)),
      sample(1, { order: writers.length, version: writers.length + 1 }),
    )
  },
  'version: a record that is deleted and inserted anew is not taken for the old one': async ({ samples }) => {
    await insert(samples, [sample(1)])
    assert.equal(await update(samples, sample(1)), 'ok')
    assert.equal(await samples.delete('ana', [idOf(1)]), 1)
    assert.equal(await update(samples, sample(1, { version: 2 })), 'missing')
    await insert(samples, [sample(1)])
    assert.equal(await update(samples, sample(1, { version: 2 })), 'version')
  },
}
