import assert from 'node:assert/strict'
import { defined } from '../../options/index.js'
import type { Series, SeriesPageQuery } from '../../ports/index.js'
import { everyPage, type Proof, refusal } from './fixture.js'
import { type Reading, reading, start } from './sample-tables.js'

/** The ids of the rows on all pages. */
async function idsOf(
  readings: Series<Reading>,
  query: SeriesPageQuery,
  between?: () => Promise<unknown>,
): Promise<readonly string[]> {
  const pages = await everyPage(
    (after) => readings.page('ana', 'door', { ...query, ...defined({ after }) }),
    between,
  )
  return pages.flat().map(({ id }) => id)
}

/** Twenty rows at five times, so that four of them share each. */
const tied = Array.from({ length: 20 }, (_, number) =>
  reading(Math.floor(number / 4), { id: `r${String(number).padStart(2, '0')}` }),
)
const upwards = tied.map(({ id }) => id)

/** Conformance cases of a series: pages. */
export const seriesPageCases: Record<string, Proof> = {
  'series page: each row comes once, in either direction, where many share a time': async ({ readings }) => {
    await readings.append([...tied, reading(2, { key: 'window' }), reading(2, { ownerId: 'bo' })])
    for (const limit of [1, 3, 4, 20, 100]) {
      assert.deepEqual(await idsOf(readings, { limit, direction: 'asc' }), upwards)
      assert.deepEqual(await idsOf(readings, { limit, direction: 'desc' }), upwards.toReversed())
      assert.deepEqual(await idsOf(readings, { limit }), upwards.toReversed(), 'the newest first by default')
    }
    const span = { from: start + 1, to: start + 3, limit: 3 }
    assert.deepEqual(await idsOf(readings, span), upwards.slice(4, 12).toReversed())
  },
  'series page: next is absent on the last page, also when it is full': async ({ readings }) => {
    await readings.append([reading(1), reading(2)])
    const first = await readings.page('ana', 'door', { limit: 1 })
    assert.ok(first.next)
    const second = await readings.page('ana', 'door', { limit: 1, after: first.next })
    assert.deepEqual([second.items, 'next' in second], [[reading(1)], false])
  },
  'series page: stays right while rows are added and dropped': async ({ readings }) => {
    const lasting = Array.from({ length: 24 }, (_, number) =>
      reading(1_000 + Math.floor(number / 3), { id: `l${number}` }),
    )
    for (const direction of ['asc', 'desc'] as const) {
      await readings.append([...lasting, ...[1, 2, 3].map((at) => reading(at, { id: `old ${at}` }))])
      let round = 0
      const disturb = async () => {
        await readings.append([0, 1_002, 1_009].map((at) => reading(at, { id: `new ${round}` })))
        await readings.dropBefore(start + 2)
        round++
      }
      const seen = await idsOf(readings, { limit: 5, direction }, disturb)
      const expected = lasting.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
      assert.deepEqual(
        seen.filter((id) => id.startsWith('l')),
        direction === 'asc' ? expected : expected.toReversed(),
      )
      await readings.deleteKeys('ana', ['door'])
    }
  },
  'series page: a cursor that is not of this very list, or a bad limit, is refused': async ({
    readings,
    marks,
  }) => {
    await readings.append(['door', 'window'].flatMap((key) => [1, 2].map((at) => reading(at, { key }))))
    await marks.append([1, 2].map((at) => ({ ownerId: 'ana', key: 'door', at, id: String(at) })))
    const query = { limit: 1, direction: 'asc' } as const
    const foreign = {
      'no cursor at all': 'garbage',
      'the other direction': (await readings.page('ana', 'door', { ...query, direction: 'desc' })).next,
      'another key': (await readings.page('ana', 'window', query)).next,
      'another series': (await marks.page('ana', 'door', query)).next,
    }
    for (const [what, after] of Object.entries(foreign))
      await assert.rejects(readings.page('ana', 'door', { ...query, after: String(after) }), refusal, what)
    for (const limit of [0, -1, 1.5, Number.NaN])
      await assert.rejects(readings.page('ana', 'door', { limit }), refusal, String(limit))
    await assert.rejects(readings.page('ana', 'door', { limit: 1, from: 0.5 }), refusal)
  },
}
