import assert from 'node:assert/strict'
import { defined } from '../../options/index.js'
import { type Collection, everyOwner, type OrderBy, type OwnerScope, type Where } from '../../ports/index.js'
import { everyPage, insert, type Proof, refusal, update } from './fixture.js'
import { idOf, label, reading, type Sample, sample, start } from './sample-tables.js'

interface Listing {
  readonly where?: Where<Sample>
  readonly orderBy?: OrderBy<Sample>
  readonly limit: number
  readonly between?: () => Promise<unknown>
}

/** The numbers of the samples on all pages. */
async function numbersOf(samples: Collection<Sample>, owner: OwnerScope, listing: Listing) {
  const { between, ...query } = listing
  const pages = await everyPage((after) => samples.page(owner, { ...query, ...defined({ after }) }), between)
  return pages.flat().map(({ id }) => Number.parseInt(id.slice(-12), 16))
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

/** Twenty samples with five values of `order`, so that four of them share each. */
const tied = upTo(20).map((number) => sample(number, { order: number % 5 }))
const tiedUpwards = upTo(5).flatMap((order) => upTo(4).map((round) => round * 5 + order))

/** Conformance cases of a collection: pages. */
export const pageCases: Record<string, Proof> = {
  'page: records come by id upwards unless asked otherwise': async ({ samples }) => {
    await insert(samples, [sample(3), sample(1), sample(2)])
    const { items, ...rest } = await samples.page('ana', { limit: 3 })
    assert.deepEqual(items, [sample(1), sample(2), sample(3)])
    assert.deepEqual(rest, {})
  },
  'page: each record comes once, in order, where many share the value they are ordered by': async ({
    samples,
  }) => {
    await insert(samples, tied)
    for (const limit of [1, 3, 4, 19, 20, 100]) {
      const upwards = await numbersOf(samples, 'ana', {
        orderBy: { column: 'order', direction: 'asc' },
        limit,
      })
      assert.deepEqual(upwards, tiedUpwards)
      const downwards = await numbersOf(samples, 'ana', {
        orderBy: { column: 'order', direction: 'desc' },
        limit,
      })
      assert.deepEqual(downwards, tiedUpwards.toReversed())
    }
  },
  'page: next is absent on the last page, also when it is full': async ({ samples }) => {
    await insert(samples, [sample(1), sample(2), sample(3), sample(4)])
    const first = await samples.page('ana', { limit: 2 })
    assert.ok(first.next)
    const second = await samples.page('ana', { limit: 2, after: first.next })
    assert.deepEqual([second.items, 'next' in second], [[sample(3), sample(4)], false])
    assert.deepEqual(await samples.page('cy', { limit: 2 }), { items: [] })
  },
  'page: conditions apply before the limit': async ({ samples }) => {
    await insert(samples, tied)
    const where = { order: { in: [1, 3] } }
    const found = await numbersOf(samples, 'ana', { where, limit: 3 })
    assert.deepEqual(found, [1, 3, 6, 8, 11, 13, 16, 18])
    assert.equal((await samples.page('ana', { where, limit: 3 })).items.length, 3)
    const bounded = { order: { gte: 1, lt: 3 } }
    const orderBy = { column: 'order', direction: 'desc' } as const
    const downwards = await numbersOf(samples, 'ana', { where: bounded, orderBy, limit: 3 })
    assert.deepEqual(downwards, [17, 12, 7, 2, 16, 11, 6, 1])
  },
  'page: text is ordered by code point, booleans and times by value': async ({ samples, labels }) => {
    const texts = ['', 'B', 'a', 'ab', 'b', 'é', '\uffee', '🚗']
    await insert(labels, texts.map((text, number) => label(number, { text })).toReversed())
    const { items } = await labels.page('ana', { orderBy: { column: 'text', direction: 'asc' }, limit: 10 })
    assert.deepEqual(
      items.map(({ text }) => text),
      texts,
    )
    await insert(samples, [sample(1, { dueAt: 5 }), sample(2, { dueAt: -5 }), sample(3, { dueAt: start })])
    const orderBy = { column: 'dueAt', direction: 'desc' } as const
    assert.deepEqual(await numbersOf(samples, 'ana', { orderBy, limit: 2 }), [3, 1, 2])
  },
  'page: stays right while others insert and delete before and after the cursor': async ({ samples }) => {
    const undisturbed = upTo(30).map((number) => sample(number * 10, { order: Math.floor(number / 3) * 10 }))
    for (const direction of ['asc', 'desc'] as const) {
      await insert(samples, undisturbed)
      let round = 0
      const disturb = async () => {
        const number = 5 + round * 20
        const order = round * 7
        await insert(samples, [
          sample(number, { order }),
          sample(number + 1, { order: 1_000 - order }),
          sample(number + 2, { order: -1 - round }),
        ])
        if (round > 0) await samples.delete('ana', [idOf(number - 20), idOf(number - 19)])
        round++
      }
      const orderBy = { column: 'order', direction } as const
      const seen = await numbersOf(samples, 'ana', { orderBy, limit: 4, between: disturb })
      const lasting = upTo(30).map((number) => number * 10)
      assert.deepEqual(
        seen.filter((number) => number % 10 === 0),
        direction === 'asc' ? lasting : lasting.toReversed(),
      )
      const all = await numbersOf(samples, 'ana', { limit: 100 })
      await samples.delete('ana', all.map(idOf))
    }
  },
  'page: the record that the cursor stands at may be changed or deleted': async ({ samples }) => {
    await insert(samples, [sample(1), sample(2), sample(3), sample(4)])
    const orderBy = { column: 'order', direction: 'asc' } as const
    const first = await samples.page('ana', { orderBy, limit: 2 })
    await samples.delete('ana', [idOf(2)])
    const second = await samples.page('ana', { orderBy, limit: 1, after: String(first.next) })
    assert.deepEqual(second.items, [sample(3)])
    assert.equal(await update(samples, sample(3, { order: 0 })), 'ok')
    const third = await samples.page('ana', { orderBy, limit: 2, after: String(second.next) })
    assert.deepEqual(third.items, [sample(4)])
  },
  'page: the records of all owners come once each': async ({ samples }) => {
    await insert(
      samples,
      tied.map((item, number) => ({ ...item, ownerId: `owner ${number % 3}` })),
    )
    await insert(samples, [sample(0, { ownerId: 'another' })])
    assert.deepEqual(await numbersOf(samples, everyOwner, { limit: 3 }), [0, ...upTo(20)])
    const orderBy = { column: 'order', direction: 'desc' } as const
    const downwards = await numbersOf(samples, everyOwner, { orderBy, limit: 2 })
    assert.deepEqual(
      downwards,
      [...tiedUpwards.toReversed(), 0].toSorted((a, b) => (b % 5) - (a % 5) || b - a),
    )
  },
  'page: a cursor that is not of this very list is refused': async ({ samples, labels, readings }) => {
    await insert(samples, [sample(1), sample(2), sample(3, { ownerId: 'bo' }), sample(4, { ownerId: 'bo' })])
    await insert(labels, [label(1), label(2)])
    await readings.append([reading(1), reading(2)])
    const orderBy = { column: 'order', direction: 'asc' } as const
    const foreign = {
      'no cursor at all': 'garbage',
      'an empty text': '',
      'base64 of something else': Buffer.from('{"a":1}').toString('base64url'),
      'another order': (await samples.page('ana', { limit: 1 })).next,
      'the other direction': (
        await samples.page('ana', { orderBy: { ...orderBy, direction: 'desc' }, limit: 1 })
      ).next,
      'another owner': (await samples.page('bo', { orderBy, limit: 1 })).next,
      'all owners': (await samples.page(everyOwner, { orderBy, limit: 1 })).next,
      'another collection': (await labels.page('ana', { limit: 1 })).next,
      'a series': (await readings.page('ana', 'door', { limit: 1 })).next,
    }
    for (const [what, after] of Object.entries(foreign)) {
      assert.equal(typeof after, 'string', what)
      await assert.rejects(samples.page('ana', { orderBy, limit: 1, after: String(after) }), refusal, what)
    }
  },
  'page: a limit that is no whole number from 1 on is refused': async ({ samples }) => {
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '10' as unknown as number])
      await assert.rejects(samples.page('ana', { limit }), refusal, String(limit))
  },
  'page: an order by a column that may be absent, or has no index, is refused': async ({ samples }) => {
    for (const column of ['ratio', 'details', 'nickname', 'version', 'colour'])
      for (const direction of ['asc', 'desc'] as const) {
        const orderBy = { column: column as 'order', direction }
        await assert.rejects(samples.page('ana', { orderBy, limit: 1 }), refusal, column)
      }
    const orderBy = { column: 'order', direction: 'up' as 'asc' } as const
    await assert.rejects(samples.page('ana', { orderBy, limit: 1 }), refusal)
  },
}
