import assert from 'node:assert/strict'
import { insert, type Proof } from './fixture.js'
import { idOf, reading, sample, start } from './sample-tables.js'

/** Conformance cases of a storage: processes whose clocks disagree. */
export const skewCases: Record<string, Proof> = {
  'skew: a lease holds by the time that each claimer says it is': async ({ samples }) => {
    await insert(samples, [sample(1)])
    const claimAt = (afterMs: number) =>
      samples.claim('ana', { limit: 1, now: start + afterMs, leaseMs: 1_000 })
    assert.equal((await claimAt(0)).length, 1)
    assert.deepEqual(await claimAt(-3_600_000), [], 'a clock that lags an hour')
    assert.deepEqual(await claimAt(999), [])
    assert.equal((await claimAt(5_000))[0]?.version, 3, 'a clock that is ahead')
    assert.deepEqual(await claimAt(1_500), [], 'the first clock, whose lease is over')
  },
  'skew: a record that a clock ahead has leased is free again when its holder updates it': async ({
    samples,
  }) => {
    await insert(samples, [sample(1)])
    const [held] = await samples.claim('ana', { limit: 1, now: start + 86_400_000, leaseMs: 1_000 })
    assert.ok(held)
    await samples.write([{ update: held }])
    assert.equal((await samples.claim('ana', { limit: 1, now: start, leaseMs: 1_000 })).length, 1)
  },
  'skew: a period that has begun anew does not go back for a clock that lags': async ({ counters }) => {
    const addAt = async (afterMs: number, resetAfterMs: number) => {
      const options = { now: start + afterMs, resetAt: start + resetAfterMs, limit: 3 }
      return (await counters.add('ana', 'calls', 1, options)).value
    }
    assert.equal(await addAt(0, 100), 1)
    assert.equal(await addAt(150, 200), 1, 'the period is over')
    assert.equal(await addAt(50, 100), 2, 'a clock that lags counts into the period there is')
    assert.equal(await addAt(160, 200), 3)
    const refusedAt = { now: start + 60, resetAt: start + 100, limit: 3 }
    assert.deepEqual(await counters.add('ana', 'calls', 1, refusedAt), { ok: false, value: 3 })
    assert.equal(await addAt(200, 300), 1)
  },
  'skew: places are given out in order, whatever the clocks say': async ({ counters }) => {
    const placeAt = async (afterMs: number) =>
      (await counters.reserve('ana', 'shop', { now: start + afterMs, gapMs: 100 })) - start
    const places = []
    for (const afterMs of [1_000, 0, -50_000, 5_000, 1_000, 5_099]) places.push(await placeAt(afterMs))
    assert.deepEqual(places, [1_000, 1_100, 1_200, 5_000, 5_100, 5_200])
  },
  'skew: rows stand where their own time puts them, also before 1970 and after 2100': async ({
    readings,
  }) => {
    const times = [Date.UTC(2150, 0), start, -1, Date.UTC(1905, 5), 0, Date.UTC(2100, 1, 28)]
    for (const at of times) await readings.append([reading(0, { at, id: String(at) })])
    const inOrder = times.toSorted((a, b) => a - b)
    const atOf = ({ at }: { readonly at: number }) => at
    assert.deepEqual((await readings.range('ana', ['door'])).map(atOf), inOrder)
    assert.equal((await readings.latest('ana', ['door'])).get('door')?.at, Date.UTC(2150, 0))
    const { items } = await readings.page('ana', 'door', { from: -1, to: start, limit: 10, direction: 'asc' })
    assert.deepEqual(items.map(atOf), [-1, 0])
    assert.equal(await readings.dropBefore(0), 2)
    assert.equal(await readings.dropBefore(Date.UTC(2101, 0)), 3)
    assert.deepEqual((await readings.range('ana', ['door'])).map(atOf), [Date.UTC(2150, 0)])
  },
  'skew: a record may be updated at a time before it was made': async ({ samples }) => {
    await insert(samples, [sample(1)])
    const [result] = await samples.write([{ update: sample(1, { updatedAt: start - 60_000 }) }])
    assert.ok(result?.ok)
    assert.equal((await samples.get('ana', idOf(1)))?.updatedAt, start - 60_000)
  },
}
