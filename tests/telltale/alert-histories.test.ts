import { when } from '@telltale/core/alerting'
import { describe, expect, it } from 'vitest'
import { pseudoRandom } from '../../packages/core/src/statistics/index.js'
import { minute, refused, startRouted } from './routed.js'

/** Something that happens: a check of a monitor, a silence, a pause, or time that passes. */
interface Happening {
  readonly what: 'check' | 'silence' | 'pause' | 'wait'
  /** The monitor that it is about. */
  readonly index: number
  readonly works: boolean
  readonly minutes: number
}

/** Makes a history of a seed. */
function historyOf(seed: number): readonly Happening[] {
  const random = pseudoRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const whats = ['check', 'check', 'check', 'check', 'check', 'silence', 'pause', 'wait'] as const
  return Array.from({ length: 24 }, () => ({
    what: whats[below(whats.length)] ?? 'check',
    index: below(2),
    works: below(3) === 0,
    minutes: 1 + below(5),
  }))
}

const names = ['a', 'b']

async function live(history: readonly Happening[], { isPlain }: { readonly isPlain: boolean }) {
  const routed = await startRouted({ rule: { condition: when.down(), severity: 'warning' } })
  const { telltale, answers, watch, clock, addDestination, settle, deliveries } = routed
  await addDestination()
  const ids: string[] = []
  for (const name of names) ids.push(await watch(name, { every: '1d' }))
  let pausedUntil = 0
  const toldWhilePaused: string[] = []
  for (const { what, index, works, minutes } of history) {
    const before = (await deliveries()).length
    const id = ids[index] ?? ''
    if (what === 'check') {
      answers.set(names[index] ?? '', works ? 10 : refused)
      await telltale.monitors.check(id)
      await settle(1_000)
    } else if (what === 'wait') await settle(minutes * minute)
    else if (what === 'pause' && !isPlain) {
      await telltale.alerts.pauseAll({ for: `${minutes}m` })
      pausedUntil = clock.now() + minutes * minute
    } else if (what === 'silence' && !isPlain)
      await telltale.alerts.silences.create({
        matcher: { subjectIds: [id] },
        for: `${minutes}m`,
        author: 'ana',
      })
    if (clock.now() < pausedUntil)
      for (const { key } of (await deliveries()).slice(before)) toldWhilePaused.push(key)
  }
  await settle(6 * minute)
  return { ...routed, toldWhilePaused }
}

describe('whatever happens', () => {
  it.each([2, 3, 4, 9])(
    'tells each end once where it told the beginning, nothing twice, and nothing in a pause, by seed %i',
    async (seed) => {
      const { telltale, deliveries, toldWhilePaused } = await live(historyOf(seed), { isPlain: false })
      expect(toldWhilePaused).toEqual([])
      const sent = await deliveries()
      expect(sent.length).toBeGreaterThan(0)
      expect(new Set(sent.map(({ key }) => key)).size).toBe(sent.length)
      for await (const { id, status } of telltale.alerts.list()) {
        const kinds = sent.filter(({ alertId }) => alertId === id).map(({ kind }) => kind)
        const starts = kinds.filter((kind) => kind === 'started').length
        expect(starts).toBeLessThanOrEqual(1)
        expect(kinds.filter((kind) => kind === 'ended')).toHaveLength(status === 'ended' ? starts : 0)
      }
    },
  )

  it.each([5, 6, 7, 8])('tells what the simulation of the rule says, by seed %i', async (seed) => {
    const { telltale, deliveries } = await live(historyOf(seed), { isPlain: true })
    const simulated = await telltale.alerts.simulate({ condition: when.down(), severity: 'warning' })
    const expected = simulated.map(({ at, effect, subjectId }) => `${at} ${effect} ${subjectId}`)
    const told = (await deliveries()).map(
      ({ notice, subjectId }) => `${'at' in notice ? notice.at : 0} ${notice.kind} ${subjectId}`,
    )
    expect(told.toSorted()).toEqual(expected.toSorted())
    expect(told.length).toBeGreaterThan(0)
  })
})
