import { getEventListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { httpPeer, rawPeer } from '../probing/testing/peer.js'
import { measure } from './testing/measure.js'

/** Gives what is closing some turns of the event loop. */
async function settled(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !holds(); turn++) await setImmediate()
}

describe('an aborted check', () => {
  it('rejects with ABORTED and the reason, and closes its connection', async () => {
    const controller = new AbortController()
    const peer = await rawPeer(() => controller.abort('no longer wanted'))
    const checking = measure(peer.origin, { signal: controller.signal })
    await expect(checking).rejects.toMatchObject({ code: 'ABORTED', cause: 'no longer wanted' })
    await settled(() => peer.sockets.size === 0)
    expect(peer.sockets.size).toBe(0)
  })
})

describe('a check, however it ends,', () => {
  it('leaves no connection and no timer behind', async () => {
    const silent = await rawPeer(() => {})
    const answering = await httpPeer(({ url }, response) => {
      if (url === '/moved') response.writeHead(302, { location: '/moved' }).end()
      else response.end('a body')
    })
    const before = process.getActiveResourcesInfo()
    await measure(answering.origin)
    await measure(`${answering.origin}/moved`)
    await measure(answering.origin, { maxBytes: 1 })
    await measure(answering.origin, { acceptStatus: [204] })
    await measure(`https://127.0.0.1:${answering.port}`)
    await measure('http://127.0.0.1:1')
    await measure('http://nope.invalid')
    await measure(silent.origin, { timeoutMs: 30 })
    await measure(`https://127.0.0.1:${silent.port}`, { timeoutMs: 30 })
    await measure(silent.origin, { signal: AbortSignal.timeout(30) }).catch(() => {})
    await settled(() => silent.sockets.size + answering.sockets.size === 0)
    const left = process.getActiveResourcesInfo().filter((resource) => {
      const known = before.indexOf(resource)
      return known < 0 || !before.splice(known, 1)
    })
    expect(left).toEqual([])
  })

  it('leaves no listener on the signal of the host', async () => {
    const { signal } = new AbortController()
    await measure('http://127.0.0.1:1', { signal })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
