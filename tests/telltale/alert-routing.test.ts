import { when } from '@telltale/core/alerting'
import { describe, expect, it } from 'vitest'
import { minute, refused, startRouted } from './routed.js'

describe('an alert on its way', () => {
  it('is told once when it begins and once when it ends', async () => {
    const { answers, watch, check, told, addDestination, deliveries } = await startRouted()
    const destinationId = await addDestination()
    const shop = await watch('shop')
    answers.set('shop', refused)
    await check(shop)
    await check(shop)
    answers.set('shop', 10)
    await check(shop)
    expect(await told()).toEqual(['started shop', 'ended shop'])
    const [started, ended] = await deliveries()
    expect(started).toMatchObject({ destinationId, severity: 'critical', status: 'pending' })
    expect(ended?.episodeId).toBe(started?.episodeId)
    expect(ended?.episodeId).toBe(started?.alertId)
  })

  it('names the monitors behind a failed one in one message, also one that failed first', async () => {
    const { answers, watch, check, told, addDestination, deliveries, settle } = await startRouted()
    await addDestination()
    const router = await watch('router')
    const children = await Promise.all(['a', 'b', 'c'].map((name) => watch(name, { dependsOn: [router] })))
    for (const name of ['a', 'b', 'c', 'router']) answers.set(name, refused)
    await check(children[0] ?? '', router, ...children.slice(1))
    await settle(3_000)
    expect(await told()).toEqual(['started router'])
    expect((await deliveries())[0]?.notice).toMatchObject({ childCount: 3 })
    for (const name of ['a', 'b', 'c', 'router']) answers.set(name, 10)
    await check(router, ...children)
    await settle(5 * minute)
    expect(await told()).toEqual(['started router', 'ended router'])
  })

  it('puts several monitors of one host into one message, which changes as others join', async () => {
    const { telltale, answers, check, told, addDestination, deliveries, settle } = await startRouted()
    await addDestination()
    const ids = []
    for (const name of ['a', 'b', 'c'])
      ids.push((await telltale.monitors.create({ name, url: `script://host/${name}`, every: '1h' })).id)
    answers.set('host', refused)
    await check(...ids)
    await settle(3_000)
    expect(await told()).toEqual(['started a', 'changed a'])
    expect((await deliveries())[1]?.notice).toMatchObject({
      childCount: 2,
      children: [{ name: 'b' }, { name: 'c' }],
    })
    answers.set('host', 10)
    await check(...ids)
    await settle(5 * minute)
    expect(await told()).toEqual(['started a', 'changed a', 'ended a'])
  })

  it('is told by itself when its parent works again and it does not', async () => {
    const { answers, watch, check, told, addDestination, settle } = await startRouted()
    await addDestination()
    const router = await watch('router')
    const child = await watch('child', { dependsOn: [router], every: '1m' })
    for (const name of ['router', 'child']) answers.set(name, refused)
    await check(router, child)
    await settle(3_000)
    answers.set('router', 10)
    await check(router)
    await check(child)
    await settle(3 * minute)
    expect(await told()).toEqual(['started router', 'ended router', 'started child'])
  })

  it('tells of a child whose parent no rule watches, and of its siblings with it', async () => {
    const { answers, watch, check, told, addDestination, settle, deliveries } = await startRouted({
      rule: { condition: when.down(), tags: ['app'] },
    })
    await addDestination()
    const router = await watch('router')
    const apps = []
    for (const name of ['a', 'b']) apps.push(await watch(name, { dependsOn: [router], tags: ['app'] }))
    for (const name of ['a', 'b', 'router']) answers.set(name, refused)
    await check(router, ...apps)
    await settle(5_000)
    expect((await told()).slice(0, 1)).toEqual(['started a'])
    expect(
      (await deliveries()).every(({ notice }) => 'subject' in notice && notice.subject.name === 'a'),
    ).toBe(true)
  })

  it('is told to a destination that is urgent enough, and later to those of the escalation', async () => {
    const { telltale, answers, watch, check, told, addDestination, settle, deliveries, prefer } =
      await startRouted()
    const first = await addDestination()
    const second = await addDestination({ afterMs: 10 * minute })
    const third = await addDestination({ afterMs: 20 * minute, minSeverity: 'critical' })
    await prefer({ remindEveryMs: 15 * minute })
    const shop = await watch('shop')
    answers.set('shop', refused)
    await check(shop)
    const destinations = async () => (await deliveries()).map(({ destinationId }) => destinationId)
    expect(await destinations()).toEqual([first])
    await settle(11 * minute)
    expect(await destinations()).toEqual([first, second])
    expect((await deliveries())[1]?.notice).toMatchObject({ kind: 'started', escalation: 1 })
    await settle(5 * minute)
    expect((await told()).slice(2)).toEqual(['reminder shop', 'reminder shop'])
    const [alert] = (await telltale.alerts.list()).items
    await telltale.alerts.acknowledge(alert?.id ?? '', { who: 'ana' })
    await settle(20 * minute)
    expect(await destinations()).not.toContain(third)
    expect(await told()).toHaveLength(4)
    answers.set('shop', 10)
    await check(shop)
    expect((await told()).slice(4)).toEqual(['ended shop', 'ended shop'])
  })

  it('says who was told and why, and why nobody was', async () => {
    const { telltale, answers, watch, check, addDestination, settle, tellOpen } = await startRouted()
    const shop = await watch('shop')
    answers.set('shop', refused)
    await check(shop)
    const [alert] = (await telltale.alerts.list()).items
    const decisions = async () => (await telltale.alerts.decisions(alert?.id ?? '')).items
    expect(await decisions()).toMatchObject([{ outcome: 'no-destination', step: 'started' }])
    const id = await addDestination({ minSeverity: 'info' })
    await telltale.alerts.pauseAll({ for: '1h' })
    await settle()
    await telltale.alerts.resumeAll()
    await tellOpen(id)
    expect(await decisions()).toMatchObject([
      { outcome: 'sent', destinationId: id, deliveryId: expect.any(String), step: 'started' },
      { outcome: 'no-destination' },
    ])
  })
})

describe('what holds an alert back', () => {
  it('is a pause, at whose end it is told', async () => {
    const { telltale, answers, watch, check, told, addDestination, settle, deliveries } = await startRouted()
    await addDestination()
    const [a, b] = [await watch('a'), await watch('b')]
    answers.set('a', refused)
    await check(a)
    await telltale.alerts.pauseAll({ for: '1h' })
    answers.set('a', 10)
    answers.set('b', refused)
    await check(a, b)
    expect(await told()).toEqual(['started a'])
    await settle(61 * minute)
    expect(await told()).toEqual(['started a', 'ended a', 'started b'])
    expect((await deliveries())[2]?.notice).toMatchObject({ isLate: true })
    await telltale.alerts.pauseAll({ for: '1h' })
    answers.set('b', 10)
    await check(b)
    await telltale.alerts.resumeAll()
    await settle()
    expect((await told()).slice(3)).toEqual(['ended b'])
  })

  it('is quiet hours in the time zone of the owner, which critical alerts pass', async () => {
    const { telltale, answers, watch, check, told, addDestination, settle, prefer } = await startRouted({
      rule: { condition: when.down(), severity: 'warning', tags: ['calm'] },
    })
    await telltale.alerts.rules.create({ condition: when.down(), tags: ['urgent'] })
    await addDestination()
    // The test begins at 00:00 UTC, which is 01:00 in Berlin.
    await prefer({ quietHours: { from: '22:00', to: '01:30' }, timeZone: 'Europe/Berlin' })
    const [a, b, c] = [
      await watch('a', { tags: ['calm'] }),
      await watch('b', { tags: ['urgent'] }),
      await watch('c', { tags: ['calm'] }),
    ]
    for (const name of ['a', 'b', 'c']) answers.set(name, refused)
    await check(a, b, c)
    expect(await told()).toEqual(['started b'])
    await settle(29 * minute)
    expect(await told()).toEqual(['started b'])
    await settle(2 * minute)
    expect(await told()).toEqual(['started b', 'summary of 2'])
    answers.set('a', 10)
    await check(a)
    await settle(minute)
    expect((await told()).slice(2)).toEqual(['summary of 1'])
  })

  it('is a digest, and the number of alerts of a day', async () => {
    const { answers, watch, check, told, addDestination, settle, prefer } = await startRouted({
      rule: { condition: when.down(), severity: 'warning' },
    })
    await addDestination()
    await prefer({ digest: { every: 'day', at: '00:30' } })
    const [a, b, c] = [await watch('a'), await watch('b'), await watch('c')]
    for (const name of ['a', 'b']) answers.set(name, refused)
    await check(a, b)
    answers.set('a', 10)
    await check(a)
    expect(await told()).toEqual([])
    await settle(31 * minute)
    expect(await told()).toEqual(['summary of 2'])
    await prefer({ digest: undefined as never, maxAlertsPerDay: 1, timeZone: 'Etc/GMT+1' })
    for (const name of ['a', 'c']) answers.set(name, refused)
    await check(a, c)
    expect((await told()).slice(1)).toEqual(['started a'])
    // That zone is an hour behind: its day ends at 01:00 UTC.
    await settle(30 * minute)
    expect((await told()).slice(2)).toEqual(['started c'])
  })

  it('is a storm, which one summary tells of, and the end of each part of it', async () => {
    const { answers, watch, check, told, addDestination, settle } = await startRouted()
    await addDestination()
    const names = Array.from({ length: 25 }, (_, index) => `host${index}`)
    const ids = []
    for (const name of names) {
      answers.set(name, refused)
      ids.push(await watch(name))
    }
    await check(...ids)
    await settle(5_000)
    expect((await told()).length).toBe(11)
    expect((await told()).at(-1)).toBe('summary of 15')
    for (const name of names) answers.set(name, 10)
    await check(...ids)
    await settle(2 * minute)
    expect((await told()).filter((text) => text.startsWith('ended'))).toHaveLength(10)
    expect((await told()).at(-1)).toBe('summary of 15')
    expect(await told()).toHaveLength(22)
  })

  it('is a silence: the end goes out all the same, and what goes on after it is told at once', async () => {
    const { telltale, answers, watch, check, told, addDestination, settle, deliveries } = await startRouted()
    await addDestination()
    const [a, b, c] = [
      await watch('a', { tags: ['web'] }),
      await watch('b', { tags: ['web'] }),
      await watch('c'),
    ]
    answers.set('a', refused)
    await check(a)
    const silence = await telltale.alerts.silences.create({
      matcher: { tags: ['web'] },
      for: '2h',
      author: 'ana',
      reason: 'a move',
    })
    for (const name of ['b', 'c']) answers.set(name, refused)
    answers.set('a', 10)
    await check(a, b, c)
    expect(await told()).toEqual(['started a', 'ended a', 'started c'])
    await settle(119 * minute)
    expect(await told()).toHaveLength(3)
    await settle(2 * minute)
    expect((await told()).slice(3)).toEqual(['started b'])
    expect((await deliveries())[3]?.notice).toMatchObject({
      afterSilence: { author: 'ana', reason: 'a move' },
    })
    const other = await telltale.alerts.silences.create({
      matcher: { ruleIds: [silence.id] },
      for: '2h',
      author: 'ana',
    })
    const third = await telltale.alerts.silences.create({
      matcher: { subjectIds: [c] },
      for: '2h',
      author: 'ben',
    })
    await telltale.alerts.silences.end(third.id)
    await settle()
    expect((await told()).slice(4)).toEqual(['changed c'])
    const active = (await telltale.alerts.silences.list({ active: true })).items
    expect(active.map(({ id }) => id)).toEqual([other.id])
  })

  it('is refused where it is not safe', async () => {
    const { telltale } = await startRouted()
    const { silences, pauseAll } = telltale.alerts
    const author = 'ana'
    await expect(silences.create({ matcher: {}, for: '1h', author })).rejects.toThrow(
      /matcher: expected one of/,
    )
    await expect(silences.create({ matcher: { tags: ['a'] }, author })).rejects.toThrow(/expected either for/)
    await expect(pauseAll({ for: '400d' })).rejects.toThrow(/for: expected between/)
    await expect(pauseAll({ until: 1 })).rejects.toThrow(/until: expected a time that lies ahead/)
  })
})

it('tells hundreds of monitors that fail behind three roots in three messages', async () => {
  const { telltale, answers, addDestination, told, deliveries, clock } = await startRouted()
  await addDestination()
  const roots: string[] = []
  for (const name of ['r0', 'r1', 'r2']) {
    answers.set(name, refused)
    roots.push((await telltale.monitors.create({ name, url: `script://${name}/`, every: '1d' })).id)
  }
  answers.set('child', refused)
  const children: string[] = []
  for (let index = 0; index < 240; index++) {
    const dependsOn = [roots[index % 3] ?? '']
    const url = `script://child/${index}`
    children.push(
      (await telltale.monitors.create({ name: `child ${index}`, url, every: '1d', dependsOn })).id,
    )
  }
  // Some fail before their roots.
  for (let round = 0; round < 2; round++)
    for (const id of [...children.slice(0, 60), ...roots, ...children.slice(60)])
      await telltale.monitors.check(id)
  for (const end = clock.now() + 5_000; clock.now() < end; ) await clock.advance(100)
  expect((await told()).toSorted()).toEqual(['started r0', 'started r1', 'started r2'])
  for (const { notice } of await deliveries()) expect(notice).toMatchObject({ childCount: 80 })
})
