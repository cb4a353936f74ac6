import type { TelltaleEvents } from '@telltale/core'
import { expect, it } from 'vitest'
import { refused, type Script, scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const minuteMs = 60_000

it('a degraded monitor is told once when it begins and once when it ends, and counted apart from failures', async () => {
  let next: Script = 40
  const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(() => next)] })
  const { monitors } = telltale
  const { id } = await monitors.create({ url: 'script:target', failuresBeforeIncident: 1 })
  const heard: TelltaleEvents['monitor:degraded-changed'][] = []
  telltale.on('monitor:degraded-changed', (event) => void heard.push(event))
  const states: (readonly string[])[] = []
  const from = clock.now()
  for (next of [40, 'slow', 'slower', 40, 'slow', refused, 'slow', 40]) {
    const before = heard.length
    await monitors.check(id)
    const has = async (state: 'up' | 'degraded' | 'down') => (await monitors.list({ state })).items.length > 0
    const state = (await has('down')) ? 'down' : (await has('degraded')) ? 'degraded' : 'up'
    states.push([state, ...heard.slice(before).map(({ isDegraded }) => (isDegraded ? 'begins' : 'ends'))])
    await clock.advance(minuteMs)
  }
  expect(states).toEqual([
    ['up'],
    ['degraded', 'begins'],
    ['degraded'],
    ['up', 'ends'],
    ['degraded', 'begins'],
    ['down', 'ends'],
    ['degraded', 'begins'],
    ['up', 'ends'],
  ])
  expect(heard[0]).toMatchObject({
    check: { degraded: 'slow' },
    monitor: { id, degradedSince: from + minuteMs },
  })
  expect(heard[3]?.check.failure).toMatchObject(refused)

  const summary = await monitors.summary(id, { from })
  expect(summary).toMatchObject({ checks: 8, failed: 1, degraded: 4, degradedShare: 0.5 })
  expect(summary.inWords).toMatch(/; 1 of 8 checks failed; 4 degraded$/)
  expect(await monitors.chart(id, { from, by: 'day' })).toMatchObject([{ checks: 8, failed: 1, degraded: 4 }])

  next = 'slow'
  await monitors.check(id)
  expect(await monitors.update(id, { paused: true })).not.toHaveProperty('degradedSince')
})
