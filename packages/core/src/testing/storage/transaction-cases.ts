import assert from 'node:assert/strict'
import type { Tables } from '../../ports/index.js'
import { dumpOf, everything, type Fixture, insert, type Proof, samplesIn, stored, update } from './fixture.js'
import { idOf, label, reading, sample, start } from './sample-tables.js'

const now = start

/** Writes one thing of each kind. */
async function writeAll(tables: Tables): Promise<void> {
  const { samples, labels, readings, counters } = samplesIn(tables)
  await insert(samples, [sample(2)])
  await insert(labels, [label(1)])
  await samples.delete('ana', [idOf(1)])
  await samples.claim('ana', { where: { id: idOf(3) }, limit: 1, now, leaseMs: 1_000 })
  await readings.append([reading(2)])
  await readings.replace([reading(1, { value: 99 })])
  await readings.deleteKeys('ana', ['window'])
  await counters.add('ana', 'calls', 5, { now })
  await counters.reserve('ana', 'shop', { now, gapMs: 100 })
}

/** The state before the transaction. */
async function prepare({ samples, readings, counters }: Fixture): Promise<void> {
  await insert(samples, [sample(1), sample(3)])
  await readings.append([reading(1), reading(1, { key: 'window' })])
  await counters.add('ana', 'calls', 1, { now })
  await counters.reserve('ana', 'shop', { now, gapMs: 100 })
}

/** Conformance cases of a storage: transactions. */
export const transactionCases: Record<string, Proof> = {
  'transaction: all that was written is there when it holds, and its result comes out': async (fixture) => {
    await prepare(fixture)
    const result = await fixture.storage.transaction(async (tables) => {
      await writeAll(tables)
      return 'done'
    })
    assert.equal(result, 'done')
    const { samples, labels, readings, counters } = fixture
    assert.deepEqual(await everything(samples), [sample(2), sample(3, { version: 2 })])
    assert.deepEqual(await everything(labels), [label(1)])
    const expected = [reading(1, { value: 99 }), reading(2)]
    assert.deepEqual(await readings.range('ana', ['door', 'window']), expected)
    assert.equal((await counters.add('ana', 'calls', 0, { now })).value, 6)
    assert.equal(await counters.reserve('ana', 'shop', { now, gapMs: 100 }), now + 200)
  },
  'transaction: nothing that was written is there when it throws': async (fixture) => {
    await prepare(fixture)
    const before = await dumpOf(fixture.storage)
    const failing = fixture.storage.transaction(async (tables) => {
      await writeAll(tables)
      throw new Error('undo all this')
    })
    await assert.rejects(failing, { message: 'undo all this' })
    assert.deepEqual(await dumpOf(fixture.storage), before)
    const claimed = await fixture.samples.claim('ana', { where: { id: idOf(3) }, limit: 1, now, leaseMs: 1 })
    assert.equal(claimed.length, 1, 'expected a lease that is undone too')
  },
  'transaction: of calls that are made at once, one that meets a taken key undoes nothing of the others':
    async ({ storage, samples }) => {
      await insert(samples, [sample(1), sample(2)])
      const missing = { update: sample(99) }
      const others = [3, 4, 5, 6].flatMap((number) => [{ insert: sample(number) }, missing])
      await storage.transaction(async (tables) => {
        const inside = samplesIn(tables)
        const [taken, results] = await Promise.all([
          update(inside.samples, sample(1, { name: sample(2).name })),
          inside.samples.write(others),
        ])
        assert.equal(taken, 'unique')
        assert.deepEqual(
          results.map(({ ok }) => ok),
          others.map((operation) => 'insert' in operation),
        )
      })
      assert.deepEqual(
        await everything(samples),
        [1, 2, 3, 4, 5, 6].map((number) => sample(number)),
      )
    },
  'transaction: what it throws comes out as it is': async ({ storage }) => {
    const failures = [new TypeError('mine'), { code: 'MINE' }, 'text', undefined]
    for (const failure of failures) {
      const outcome = await storage
        .transaction(() => Promise.reject(failure))
        .then(
          () => assert.fail('expected what was thrown'),
          (thrown: unknown) => thrown,
        )
      assert.ok(outcome === failure, `expected ${String(failure)} itself, got ${String(outcome)}`)
    }
    const atOnce = storage.transaction(() => {
      throw failures[0]
    })
    await assert.rejects(atOnce, (thrown) => thrown === failures[0])
  },
  'transaction: sees what it wrote itself': async (fixture) => {
    await prepare(fixture)
    await fixture.storage.transaction(async (tables) => {
      await writeAll(tables)
      const { samples, readings, counters } = samplesIn(tables)
      assert.deepEqual(await everything(samples), [sample(2), sample(3, { version: 2 })])
      assert.equal(await samples.get('ana', idOf(1)), undefined)
      assert.equal(await samples.count('ana', { order: 2 }), 1)
      assert.equal(await update(samples, sample(2, { order: 5 })), 'ok')
      assert.equal(await update(samples, sample(2, { order: 6 })), 'version')
      const [taken] = await samples.write([{ insert: sample(4, { name: 'sample 2' }) }])
      assert.deepEqual(taken, { ok: false, reason: 'unique' })
      assert.deepEqual((await readings.latest('ana', ['door'])).get('door'), reading(2))
      assert.equal(await readings.append([reading(2)]), 0)
      assert.equal((await counters.add('ana', 'calls', 0, { now })).value, 6)
    })
  },
  'transaction: nobody else sees a part of it': async ({ storage, samples }) => {
    const numbers = Array.from({ length: 20 }, (_, number) => number)
    let isOver = false
    const writing = storage
      .transaction(async (tables) => {
        for (const number of numbers) await insert(samplesIn(tables).samples, [sample(number)])
      })
      .finally(() => {
        isOver = true
      })
    const counts = new Set<number>()
    for (let asked = 1; !isOver; asked++) {
      counts.add(await samples.count('ana'))
      // A storage that answers from memory would leave no turn to what the transaction awaits of a file.
      if (asked % 50 === 0) await new Promise(setImmediate)
    }
    await writing
    counts.add(await samples.count('ana'))
    assert.deepEqual(
      [...counts].filter((count) => count !== 0),
      [numbers.length],
    )
  },
  'transaction: its tables end with it': async ({ storage, samples }) => {
    const kept = await storage.transaction(async (tables) => samplesIn(tables))
    const over = { code: 'CLOSED' }
    await assert.rejects(kept.samples.write([{ insert: sample(1) }]), over)
    await assert.rejects(kept.samples.get('ana', idOf(1)), over)
    await assert.rejects(kept.readings.append([reading(1)]), over)
    await assert.rejects(kept.readings.replace([reading(1)]), over)
    await assert.rejects(kept.counters.add('ana', 'calls', 1, { now }), over)
    assert.equal(await samples.count('ana'), 0)
  },
  'transaction: the writes of many tables and owners go together': async ({ storage }) => {
    const owners = ['ana', 'bo', 'shared']
    await storage.transaction(async (tables) => {
      for (const ownerId of owners) {
        const [written] = await samplesIn(tables).samples.write([{ insert: sample(1, { ownerId }) }])
        assert.equal(stored(written).ownerId, ownerId)
        await samplesIn(tables).readings.append([reading(1, { ownerId })])
      }
    })
    assert.equal((await dumpOf(storage)).length, 2 * owners.length)
  },
}
