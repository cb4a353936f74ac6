import { describe, expect, it } from 'vitest'
import { httpPeer, sumOfPhases } from '../probing/testing/peer.js'
import { measure } from './testing/measure.js'

/** A peer that sends each path on to the next place, and answers paths without one with 200. */
const redirectPeer = (places: Readonly<Record<string, string>>, status = 302) =>
  httpPeer(({ url = '' }, response) => {
    const location = places[url]
    if (location === undefined) response.end('there')
    else response.writeHead(status, { location }).end('moved')
  })

/** `/0` leads to `/1`, and so on, `count` times. */
const chain = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, step) => [`/${step}`, `/${step + 1}`]))

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'of status %d is followed, over a connection of its own',
    async (status) => {
      const peer = await redirectPeer({ '/old': 'new?id=1' }, status)
      expect(await measure(`${peer.origin}/old`)).toMatchObject({ httpStatus: 200, redirects: 1, bytes: 5 })
      expect(peer.connections()).toBe(2)
    },
  )

  it('counts into the phases of the check', async () => {
    const { origin } = await httpPeer(({ url }, response) => {
      setTimeout(() => (url === '/' ? response.writeHead(302, { location: '/b' }).end() : response.end()), 50)
    })
    const measurement = await measure(origin)
    expect(measurement.phases.firstByteMs).toBeGreaterThan(98)
    expect(sumOfPhases(measurement)).toBeCloseTo(measurement.latencyMs, 6)
  })

  it('is followed five times, and a sixth is a failure', async () => {
    const five = await redirectPeer(chain(5))
    expect(await measure(`${five.origin}/0`)).toMatchObject({ httpStatus: 200, redirects: 5 })
    const six = await redirectPeer(chain(6))
    expect(await measure(`${six.origin}/0`)).toMatchObject({
      httpStatus: 302,
      redirects: 5,
      failure: {
        kind: 'redirect',
        message: `redirects more than 5 times, at last to ${six.origin}/6`,
      },
    })
  })

  it('may be allowed fewer times, or never', async () => {
    const { origin } = await redirectPeer(chain(2))
    expect(await measure(`${origin}/1`, { maxRedirects: 1 })).toMatchObject({ httpStatus: 200 })
    const message = `redirects more than 1 time, at last to ${origin}/2`
    expect(await measure(`${origin}/0`, { maxRedirects: 1 })).toMatchObject({ failure: { message } })
    expect(await measure(`${origin}/1`, { maxRedirects: 0 })).toMatchObject({
      redirects: 0,
      failure: { kind: 'redirect' },
    })
  })

  it('is the final response if its status is accepted', async () => {
    const peer = await redirectPeer({ '/old': '/new' }, 301)
    const measurement = await measure(`${peer.origin}/old`, { acceptStatus: [301] })
    expect(measurement).toMatchObject({ httpStatus: 301, redirects: 0, bytes: 5 })
    expect(measurement.failure).toBeUndefined()
    expect(peer.connections()).toBe(1)
  })

  it('in a circle fails at the first repetition', async () => {
    const peer = await redirectPeer({ '/a': '/b', '/b': '/a#again' })
    expect(await measure(`${peer.origin}/a`)).toMatchObject({
      failure: { kind: 'redirect', message: `redirects in a circle, back to ${peer.origin}/a` },
    })
    expect(peer.connections()).toBe(2)
  })

  it.each(['ftp://shop.example/', 'javascript:alert(1)', 'file:///etc/passwd', 'http://', 'http://[::1'])(
    'to %s is a failure',
    async (place) => {
      const { origin } = await redirectPeer({ '/': place })
      expect(await measure(origin)).toMatchObject({
        httpStatus: 302,
        failure: { kind: 'redirect', message: `redirects to "${place}", which is no web address` },
      })
    },
  )

  it('without a location is a failure', async () => {
    const { origin } = await httpPeer((_, response) => response.writeHead(307).end())
    expect(await measure(origin)).toMatchObject({
      failure: { kind: 'redirect', message: 'answered 307 Temporary Redirect without saying where to' },
    })
  })

  it('to an address where nobody listens is a refused connection', async () => {
    const { origin } = await redirectPeer({ '/': 'http://127.0.0.1:1/' })
    expect(await measure(origin)).toMatchObject({
      httpStatus: 302,
      redirects: 1,
      failure: { kind: 'refused', message: 'connection refused by 127.0.0.1:1' },
    })
  })

  it('keeps custom headers within the origin only, since they may hold a secret', async () => {
    const seen: Record<string, object> = {}
    const other = await httpPeer(({ url = '', headers }, response) => {
      seen[`other${url}`] = headers
      response.end()
    })
    const { origin } = await httpPeer(({ url = '', headers }, response) => {
      seen[`own${url}`] = headers
      response.writeHead(302, { location: url === '/' ? '/next' : `${other.origin}/` }).end()
    })
    const headers = { authorization: 'Bearer secret', 'x-api-key': 'secret', 'accept-language': 'de' }
    await measure(origin, { headers })
    expect(seen).toMatchObject({ 'own/': headers, 'own/next': headers })
    expect(seen['other/']).toMatchObject({ 'accept-language': 'de' })
    expect(JSON.stringify(seen['other/'])).not.toContain('secret')
  })
})
