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
})
