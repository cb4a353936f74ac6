import { describe, expect, it } from 'vitest'
import { TelltaleError, ValidationError } from '../errors/index.js'
import { EventHub, type TelltaleEvents } from './index.js'

const failure = (message: string) => new ValidationError('test', [{ path: '', message }])
const battleOf = (id: string) => ({ battle: { id } }) as TelltaleEvents['battle:fought']
const idOf = ({ battle }: TelltaleEvents['battle:fought']) => battle.id

describe('EventHub', () => {
  it('`on` receives every event until it is removed, `once` the next one only', () => {
    const hub = new EventHub()
    const heard: string[] = []
    const undo = hub.on('battle:fought', (payload) => void heard.push(`on ${idOf(payload)}`))
    hub.once('battle:fought', (payload) => void heard.push(`once ${idOf(payload)}`))
    hub.once('battle:fought', () => void heard.push('undone'))()
    hub.emit('battle:fought', battleOf('a'))
    hub.emit('battle:fought', battleOf('b'))
    undo()
    hub.emit('battle:fought', battleOf('c'))
    expect(heard).toEqual(['on a', 'once a', 'on b'])
  })

  it('a listener that throws or rejects stops no other listener, and is reported on `error`', async () => {
    const hub = new EventHub()
    const cause = new Error('listener broke')
    const reported = hub.events('error')
    let heard = 0
    hub.on('battle:fought', () => {
      throw cause
    })
    hub.on('battle:fought', () => Promise.reject(cause))
    hub.on('battle:fought', () => void heard++)
    hub.emit('battle:fought', battleOf('a'))
    expect(heard).toBe(1)
    for (let count = 0; count < 2; count++) {
      const { value } = await reported.next()
      expect(TelltaleError.is(value) && value.code).toBe('LISTENER_FAILED')
      expect(value).toMatchObject({ cause, message: expect.stringContaining("'battle:fought'") })
    }
  })

  it('an `error` listener that fails causes no loop', async () => {
    const hub = new EventHub()
    let calls = 0
    hub.on('error', () => {
      calls++
      throw new Error('worse')
    })
    hub.emit('error', failure('first'))
    await new Promise(setImmediate)
    expect(calls).toBe(1)
  })

  it('an event without a listener throws nothing, not even `error`', () => {
    expect(() => new EventHub().emit('error', failure('unheard'))).not.toThrow()
  })

  it('a stream yields events from its creation on, in order, and ends with its signal', async () => {
    const hub = new EventHub()
    const end = new AbortController()
    const stream = hub.events('battle:fought', { signal: end.signal })
    hub.emit('battle:fought', battleOf('a'))
    hub.emit('battle:fought', battleOf('b'))
    const heard: string[] = []
    for await (const payload of stream) {
      heard.push(idOf(payload))
      if (heard.length === 2) setImmediate(() => hub.emit('battle:fought', battleOf('c')))
      if (heard.length === 3) setImmediate(() => end.abort())
    }
    expect(heard).toEqual(['a', 'b', 'c'])
  })

  it('a stream that takes nothing while 10,000 events wait fails as too slow, and keeps none of them', async () => {
    const hub = new EventHub()
    const slow = hub.events('battle:fought')
    const quick = hub.events('battle:fought')
    for (let count = 0; count <= 10_000; count++) {
      hub.emit('battle:fought', battleOf(String(count)))
      expect(idOf((await quick.next()).value as TelltaleEvents['battle:fought'])).toBe(String(count))
    }
    await expect(slow.next()).rejects.toMatchObject({
      code: 'SLOW_CONSUMER',
      retryable: true,
      message: expect.stringContaining('10000 events waited'),
    })
    expect(await slow.next()).toEqual({ done: true, value: undefined })
  })
})
