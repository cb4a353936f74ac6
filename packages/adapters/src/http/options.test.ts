import { ValidationError } from '@telltale/core'
import { describe, expect, it } from 'vitest'
import { type HttpProbeOptions, http } from './index.js'

describe('http()', () => {
  it('has a default id, which the host may change', () => {
    expect(http().id).toBe('http')
    expect(http({ id: 'http-eu' }).id).toBe('http-eu')
  })

  it.each([
    ['http://shop.example/', true],
    ['https://shop.example/', true],
    ['tcp://shop.example:5432', false],
    ['ftp://shop.example/', false],
  ])('measures %s: %s', (url, matches) => {
    expect(http().probe?.matches(new URL(url))).toBe(matches)
  })

  it('measures none but its origins where it has some', () => {
    const { probe } = http({
      origins: ['https://api.example', 'http://api.example:8080'],
      auth: { bearer: 'secret' },
    })
    const matches = (url: string) => probe?.matches(new URL(url))
    expect(matches('https://API.example:443/health?deep')).toBe(true)
    expect(matches('http://api.example:8080/')).toBe(true)
    for (const url of [
      'http://api.example/',
      'https://api.example.evil.example/',
      'https://api.example@evil.example/',
    ])
      expect(matches(url)).toBe(false)
  })

  it.each([
    [{ id: '' }, 'id'],
    [{ origins: ['https://api.example/'] }, 'origins[0]'],
    [{ origins: ['api.example'] }, 'origins[0]'],
    [{ origins: ['tcp://api.example'] }, 'origins[0]'],
    [{ method: 'TRACE' }, 'method'],
    [{ headers: { 'x probe': '1' } }, 'headers'],
    [{ headers: { 'x-probe': 'a\r\nx-other: b' } }, 'headers.x-probe'],
    [{ userAgent: '' }, 'userAgent'],
    [{ userAgent: 'a\nb' }, 'userAgent'],
    [{ acceptStatus: [] }, 'acceptStatus'],
    [{ acceptStatus: [42] }, 'acceptStatus[0]'],
    [{ acceptStatus: [200, [399, 300]] }, 'acceptStatus[1]'],
    [{ acceptStatus: 200 }, 'acceptStatus'],
    [{ maxRedirects: -1 }, 'maxRedirects'],
    [{ maxRedirects: 1.5 }, 'maxRedirects'],
    [{ maxBytes: 0 }, 'maxBytes'],
    [{ ca: ['no certificate'] }, 'ca[0]'],
    [{ timeout: '5s' }, "unknown option 'timeout'"],
  ])('refuses %j, naming the option', (options, part) => {
    const make = () => http(options as HttpProbeOptions)
    expect(make).toThrow(ValidationError)
    expect(make).toThrow(`http: ${part}`)
  })
})
