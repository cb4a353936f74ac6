import assert from 'node:assert/strict'
import type { AddOptions, Counters } from '../../ports/index.js'
import { type Proof, refusal } from './fixture.js'
import { start } from './sample-tables.js'

const now = start
const add = (counters: Counters, amount: number, options: Partial<AddOptions> = {}) =>
  counters.add('ana', 'calls', amount, { now, ...options })

/** Conformance cases of counters: sums. */
export const counterCases: Record<string, Proof> = {
  'counter: adds up, each key by itself': async ({ counters }) => {
    assert.deepEqual(await add(counters, 3), { ok: true, value: 3 })
    assert.deepEqual(await add(counters, 0.25), { ok: true, value: 3.25 })
    assert.deepEqual(await add(counters, -1), { ok: true, value: 2.25 })
    assert.deepEqual(await counters.add('ana', 'other', 1, { now }), { ok: true, value: 1 })
    assert.deepEqual(await add(counters, 0), { ok: true, value: 2.25 })
  },
  'counter: an addition that would pass the limit is refused whole': async ({ counters }) => {
    assert.deepEqual(await add(counters, 8, { limit: 10 }), { ok: true, value: 8 })
    assert.deepEqual(await add(counters, 3, { limit: 10 }), { ok: false, value: 8 })
    assert.deepEqual(await add(counters, 2, { limit: 10 }), { ok: true, value: 10 })
    assert.deepEqual(await add(counters, 0.5, { limit: 10 }), { ok: false, value: 10 })
    assert.deepEqual(await counters.add('ana', 'new', 11, { now, limit: 10 }), { ok: false, value: 0 })
  },
  'counter: zero and refunds are never refused, and a sum is never below 0': async ({ counters }) => {
    await add(counters, 10)
    assert.deepEqual(await add(counters, 0, { limit: 5 }), { ok: true, value: 10 })
    assert.deepEqual(await add(counters, -2, { limit: 5 }), { ok: true, value: 8 })
    assert.deepEqual(await add(counters, -20, { limit: 5 }), { ok: true, value: 0 })
    assert.deepEqual(await add(counters, 5, { limit: 5 }), { ok: true, value: 5 })
    assert.deepEqual(await counters.add('ana', 'new', -1, { now }), { ok: true, value: 0 })
  },
  'counter: begins at 0 again when its time has come, which is kept from the first addition': async ({
    counters,
  }) => {
    const at = (afterMs: number, amount: number, resetAfterMs: number) =>
      add(counters, amount, { now: start + afterMs, resetAt: start + resetAfterMs, limit: 10 })
    assert.deepEqual(await at(0, 6, 100), { ok: true, value: 6 })
    assert.deepEqual(await at(50, 4, 500), { ok: true, value: 10 })
    assert.deepEqual(await at(99, 1, 500), { ok: false, value: 10 })
    assert.deepEqual(await at(100, 11, 150), { ok: false, value: 0 })
    assert.deepEqual(await at(100, 1, 200), { ok: true, value: 1 })
    assert.deepEqual(await at(199, 1, 200), { ok: true, value: 2 })
    assert.deepEqual(await at(250, -5, 300), { ok: true, value: 0 })
    assert.deepEqual(await at(251, 3, 900), { ok: true, value: 3 })
    assert.deepEqual(await at(300, 1, 900), { ok: true, value: 1 })
  },
  'counter: of many concurrent additions none passes the limit, and none is lost': async ({ counters }) => {
    const results = await Promise.all(Array.from({ length: 50 }, () => add(counters, 3, { limit: 100 })))
    const accepted = results.filter(({ ok }) => ok).map(({ value }) => value)
    const upTo99 = Array.from({ length: 33 }, (_, index) => 3 * (index + 1))
    assert.deepEqual(
      accepted.toSorted((left, right) => left - right),
      upTo99,
    )
    assert.equal((await add(counters, 0)).value, 99)
  },
  'counter: what makes no sense is refused': async ({ counters }) => {
    for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, '1' as unknown as number])
      await assert.rejects(add(counters, amount), refusal, String(amount))
    for (const options of [{ now: Number.NaN }, { limit: Number.NaN }, { resetAt: 0.5 }])
      await assert.rejects(add(counters, 1, options), refusal, JSON.stringify(options))
    assert.equal((await add(counters, 0)).value, 0)
  },
}

const reserve = (counters: Counters, options: { gapMs: number; count?: number; now?: number }) =>
  counters.reserve('ana', 'shop', { now, ...options })

/** Conformance cases of counters: reservations. */
export const reservationCases: Record<string, Proof> = {
  'reserve: gives places that are the gap apart, and the time itself when the queue is empty': async ({
    counters,
  }) => {
    assert.equal(await reserve(counters, { gapMs: 100 }), start)
    assert.equal(await reserve(counters, { gapMs: 100 }), start + 100)
    assert.equal(await reserve(counters, { gapMs: 100, now: start + 150 }), start + 200)
    assert.equal(await reserve(counters, { gapMs: 100, now: start + 1_000 }), start + 1_000)
    assert.equal(await reserve(counters, { gapMs: 50, now: start + 1_000 }), start + 1_050)
    assert.equal(await reserve(counters, { gapMs: 0, now: start + 1_000 }), start + 1_050)
    assert.equal(await counters.reserve('ana', 'another shop', { now, gapMs: 100 }), start)
  },
  'reserve: gives several places at once': async ({ counters }) => {
    assert.equal(await reserve(counters, { gapMs: 10, count: 5 }), start)
    assert.equal(await reserve(counters, { gapMs: 10, count: 2 }), start + 50)
    assert.equal(await reserve(counters, { gapMs: 10 }), start + 70)
  },
  'reserve: of many concurrent callers each gets a place of its own': async ({ counters }) => {
    const places = await Promise.all(
      Array.from({ length: 50 }, () => reserve(counters, { gapMs: 10, count: 2 })),
    )
    assert.deepEqual(
      places.toSorted((left, right) => left - right),
      Array.from({ length: 50 }, (_, index) => start + 20 * index),
    )
  },
  'reserve: does not mix with the sum under the same key': async ({ counters }) => {
    assert.equal(await counters.reserve('ana', 'calls', { now, gapMs: 100 }), start)
    assert.deepEqual(await add(counters, 5, { resetAt: start + 10 }), { ok: true, value: 5 })
    assert.equal(await counters.reserve('ana', 'calls', { now, gapMs: 100 }), start + 100)
    assert.deepEqual(await add(counters, 1), { ok: true, value: 6 })
    assert.deepEqual(await add(counters, 1, { now: start + 10 }), { ok: true, value: 1 })
    assert.equal(await counters.reserve('ana', 'calls', { now, gapMs: 100 }), start + 200)
  },
  'reserve: what makes no sense is refused': async ({ counters }) => {
    for (const options of [
      { gapMs: -1 },
      { gapMs: 0.5 },
      { gapMs: 1, count: 0 },
      { gapMs: 1, now: Number.NaN },
    ])
      await assert.rejects(reserve(counters, options), refusal, JSON.stringify(options))
    assert.equal(await reserve(counters, { gapMs: 1 }), start)
  },
}
