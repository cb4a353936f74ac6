import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import { describe, expect, it } from 'vitest'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'
import { productPage, Target } from './target.js'

/** A shop to which calls are three seconds apart; its robots.txt is the first, and its page the second. */
async function paceOfShop() {
  const target = await Target.start()
  target.answer = (response) => void response.end(productPage('49.90'))
  const { telltale } = startTelltale({
    adapters: [scriptedProbe(() => 40), http(), webshop()],
    concurrency: 1,
    http: { allow: ['127.0.0.1'], politeness: { gap: '3s' } },
  })
  return { telltale, url: `${target.url}kettle` }
}

describe('an owner whose shop is slow', () => {
  it('leaves the places to others while its calls wait for their turn at the shop', async () => {
    const { telltale, url } = await paceOfShop()
    const monitor = await telltale.for('ben').monitors.create({ url: 'script:target' })
    const order: string[] = []
    const tracked = telltale
      .for('ana')
      .products.track(url)
      .then((product) => {
        order.push('tracked')
        return product
      })
    const checks = Array.from({ length: 20 }, async () => {
      await telltale.for('ben').monitors.check(monitor.id)
      order.push('checked')
    })
    expect(await tracked).not.toHaveProperty('unread')
    await Promise.all(checks)
    expect(order).toEqual([...Array(20).fill('checked'), 'tracked'])
  })
})

describe('an owner whose targets are silent', () => {
  it('leaves places for the calls of others, however many of its own wait', async () => {
    let begun = 0
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const probe = scriptedProbe(() => 40)
    const { telltale } = startTelltale({
      adapters: [
        {
          ...probe,
          probe: {
            matches: ({ protocol }) => protocol === 'script:',
            check: async (target, context) => {
              if (target.url.host === 'silent') {
                begun += 1
                await answered
              }
              return probe.probe?.check(target, context) ?? Promise.reject(new Error('no probe'))
            },
          },
        },
      ],
    })
    const silent = await telltale.for('ana').monitors.create({ url: 'script://silent/' })
    const waiting = Array.from({ length: 500 }, () => telltale.for('ana').monitors.check(silent.id))
    const quick = await telltale.for('ben').monitors.create({ url: 'script://quick/' })
    for (let count = 0; count < 50; count++) await telltale.for('ben').monitors.check(quick.id)
    expect(begun).toBe(40)
    const tooMany = telltale.for('ana').monitors.check(silent.id)
    await expect(tooMany).rejects.toMatchObject({ code: 'TOO_MANY_CALLS', status: 429, retryable: true })
    answer()
    await Promise.all(waiting)
    expect(begun).toBe(500)
    expect(await telltale.for('ana').monitors.check(silent.id)).toMatchObject({ monitorId: silent.id })
  })
})
