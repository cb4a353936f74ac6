import { describe, expect, it } from 'vitest'
import { nextHop } from './redirect.js'

const from = (url: string) => ({
  method: 'GET',
  url: new URL(url),
  headers: { authorization: 'Bearer secret', accept: 'text/html' },
  trust: 'configured' as const,
})

describe('nextHop', () => {
  it('is refused from https to http, where others could read along', () => {
    expect(() => nextHop(from('https://shop.example/a'), 'http://shop.example/a', 302)).toThrow(
      'shop.example redirects from https to http (shop.example), which is not followed',
    )
  })

  it('is allowed from http to https, without credentials', () => {
    const { url, headers } = nextHop(from('http://shop.example/a'), 'https://shop.example/a', 302)
    expect(url.href).toBe('https://shop.example/a')
    expect(headers).toEqual({ accept: 'text/html' })
  })

  it('keeps its trust on its own origin, and gets none back once another server chose the way', () => {
    const start = from('http://shop.example/a')
    expect(nextHop(start, '/b', 302).trust).toBe('configured')
    const elsewhere = nextHop(start, 'http://other.example/', 302)
    expect(elsewhere.trust).toBe('untrusted')
    expect(nextHop(elsewhere, 'http://shop.example/admin', 302).trust).toBe('untrusted')
  })

  it.each(['http://shop.example:8080/', 'http://www.shop.example/', '//other.example/'])(
    'takes %s for another origin',
    (location) =>
      expect(nextHop(from('http://shop.example/a'), location, 302).headers).toEqual({ accept: 'text/html' }),
  )

  it.each(['/b', '?c=1', 'http://shop.example:80/b', 'HTTP://SHOP.EXAMPLE/b'])(
    'takes %s for the same origin',
    (location) =>
      expect(nextHop(from('http://shop.example/a'), location, 302).headers).toHaveProperty('authorization'),
  )
})
