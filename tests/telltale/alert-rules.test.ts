import { type AlertCondition, when } from '@telltale/core/alerting'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { pseudoRandom } from '../../packages/core/src/statistics/index.js'
import { refused, scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const minute = 60_000

/** Monitors that answer as the test says, and two processes of one storage. */
function startMonitors(script: { next: number | typeof refused } = { next: 10 }) {
  const storage = memoryStorage()
  const adapters = [scriptedProbe(() => script.next)]
  const { telltale, clock } = startTelltale({ storage, adapters })
  const heard: string[] = []
  telltale.on('rule:fired', ({ alert, reason }) => void heard.push(`${alert.subject.name} fired: ${reason}`))
  telltale.on(
    'alert:changed',
    ({ alert }) => void heard.push(`${alert.subject.name} changed: ${alert.reason}`),
  )
  telltale.on('alert:ended', ({ alert }) => void heard.push(`${alert.subject.name} ended: ${alert.reason}`))
  return { telltale, clock, script, heard, storage, adapters }
}

const failing = '2 checks in a row failed: nothing listens there'

describe('a rule on monitors', () => {
  it('begins one alert for each outage, which ends with it', async () => {
    const { telltale, clock, script, heard } = startMonitors()
    const { monitors, alerts } = telltale
    const { id } = await monitors.create({ name: 'shop', url: 'script:shop' })
    const rule = await alerts.rules.create({ condition: when.down() })
    expect(rule).toMatchObject({ watches: 'monitor', severity: 'critical', revision: 1 })
    for (const next of [10, refused, refused, refused, 10, 10]) {
      script.next = next
      await clock.advance(minute)
      await monitors.check(id)
    }
    expect(heard).toEqual([`shop fired: ${failing}`, 'shop ended: it works again'])
    const [alert] = (await alerts.list({ subjectId: id })).items
    expect(alert).toMatchObject({ ruleId: rule.id, status: 'ended', condition: 'down' })
    expect((alert?.to ?? 0) - (alert?.from ?? 0)).toBe(2 * minute)
  })

  it('tells at once of what fails already, and nothing anew in another process', async () => {
    const { telltale, script, heard, storage, adapters, clock } = startMonitors({ next: refused })
    const { monitors, alerts } = telltale
    const { id } = await monitors.create({ name: 'shop', url: 'script:shop', tags: ['web'] })
    await monitors.create({ name: 'other', url: 'script:other' })
    await monitors.check(id)
    await monitors.check(id)
    await alerts.rules.create({ condition: when.down(), tags: ['web'] })
    expect(heard).toEqual([`shop fired: ${failing}`])
    const { telltale: second } = startTelltale({ storage, adapters, clock })
    second.on('rule:fired', () => void heard.push('fired anew'))
    second.on('alert:ended', ({ alert }) => void heard.push(`ended: ${alert.reason}`))
    await second.monitors.check(id)
    script.next = 10
    await second.monitors.check(id)
    expect(heard.slice(1)).toEqual(['ended: it works again'])
  })

  it('ends its alerts when it is paused, changed or removed', async () => {
    const { telltale, heard } = startMonitors({ next: refused })
    const { monitors, alerts } = telltale
    const { id } = await monitors.create({ name: 'shop', url: 'script:shop' })
    await monitors.check(id)
    await monitors.check(id)
    const rule = await alerts.rules.create({ subjectId: id, condition: when.down() })
    await alerts.rules.pause(rule.id)
    await monitors.check(id)
    await alerts.rules.resume(rule.id)
    const changed = await alerts.rules.update(rule.id, { condition: when.tierReached('none'), name: 'Tier' })
    expect(changed).toMatchObject({ revision: 2, name: 'Tier' })
    await alerts.rules.update(rule.id, { condition: when.down(), name: null })
    await alerts.rules.remove(rule.id)
    await monitors.check(id)
    await alerts.rules.create({ condition: when.failures(1, { of: 2 }) })
    await monitors.check(id)
    await monitors.update(id, { paused: true })
    expect(heard.map((text) => text.split(': ').at(-1))).toEqual([
      'nothing listens there',
      'its rule was paused',
      'nothing listens there',
      'its rule was changed',
      'nothing listens there',
      'its rule was removed',
      '1 of the last 1 check failed',
      'its monitor was paused',
    ])
    expect((await alerts.list({ status: 'open' })).items).toEqual([])
    expect(await monitors.get(id)).not.toHaveProperty('ruleStates')
  })

  it('goes with its monitor, and its alert can be acknowledged once', async () => {
    const { telltale } = startMonitors({ next: refused })
    const { monitors, alerts } = telltale
    const { id } = await monitors.create({ name: 'shop', url: 'script:shop' })
    await monitors.check(id)
    await monitors.check(id)
    await alerts.rules.create({ subjectId: id, condition: when.down() })
    const [alert] = (await alerts.list()).items
    for (const who of ['ana', 'ben']) await alerts.acknowledge(alert?.id ?? '', { who })
    expect(await alerts.get(alert?.id ?? '')).toMatchObject({ acknowledgement: { who: 'ana' } })
    await monitors.delete(id)
    expect([...(await alerts.rules.list()).items, ...(await alerts.list()).items]).toEqual([])
  })

  const conditions: readonly AlertCondition[] = [
    when.down(),
    when.down({ for: '2m' }),
    when.recovered(),
    when.failures(2, { of: 4 }),
    when.failures(2, { of: 9, within: '3m' }),
    when.tierReached(['SONIC', 'KNUCKLES']),
    when.tierLeft('SONIC'),
    when.any(when.tierReached('EGGMAN'), when.failures(3, { of: 5 })),
    when.all(when.not(when.down()), when.tierReached('KNUCKLES')),
  ]

  it.each([1, 2, 3, 4, 5, 6])(
    'tells live what simulating it says of the stored checks, by seed %i',
    async (seed) => {
      const random = pseudoRandom(seed)
      const outcomes = [10, 200, 900, refused, refused]
      const sequence = Array.from(
        { length: 25 },
        () => outcomes[Math.floor(random() * outcomes.length)] ?? 10,
      )
      const { telltale, clock, script } = startMonitors()
      const { monitors, alerts } = telltale
      const { id } = await monitors.create({ name: 'shop', url: 'script:shop' })
      const rules = new Map<string, number>()
      for (const [index, condition] of conditions.entries())
        rules.set((await alerts.rules.create({ subjectId: id, condition, coolDown: '2m' })).id, index)
      const live: string[] = []
      const hear = (
        effect: string,
        ruleId: string | undefined,
        { at, reason }: { at: number; reason: string },
      ) => void live.push(`${rules.get(ruleId ?? '')} ${effect} ${at} ${reason}`)
      telltale.on('rule:fired', ({ rule, alert }) =>
        hear('fired', rule.id, { at: alert.from, reason: alert.reason }),
      )
      telltale.on('alert:changed', ({ rule, alert }) =>
        hear('changed', rule.id, { at: alert.updatedAt, reason: alert.reason }),
      )
      telltale.on('alert:ended', ({ rule, alert }) =>
        hear('ended', rule?.id, { at: alert.to ?? 0, reason: alert.reason }),
      )
      for (const next of sequence) {
        script.next = next
        await clock.advance(minute)
        await monitors.check(id)
      }
      const simulated: string[] = []
      for (const [index, condition] of conditions.entries())
        for (const { at, effect, reason } of await alerts.simulate({
          subjectId: id,
          condition,
          coolDown: '2m',
        }))
          simulated.push(`${index} ${effect === 'started' ? 'fired' : effect} ${at} ${reason}`)
      expect(live.toSorted()).toEqual(simulated.toSorted())
      expect(live.length).toBeGreaterThan(5)
    },
  )
})
