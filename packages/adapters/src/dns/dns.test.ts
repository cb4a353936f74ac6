import { describe, expect, it, onTestFinished } from 'vitest'
import { measureWith } from '../probing/testing/peer.js'
import { type DnsProbeOptions, dns } from './index.js'
import { type NameServerAnswers, nameServer } from './testing/name-server.js'

async function peer(answers: NameServerAnswers = {}): Promise<string> {
  const server = await nameServer({ afterMs: 0, ...answers })
  onTestFinished(() => server.close())
  return `${server.origin.replace('http:', 'dns:')}/shop.example`
}

describe('dns()', () => {
  it.each([
    // RFC 4501, section 3, has `dns:///` and an authority with an address
    ['dns://192.168.1.1/ftp.example.org?type=A', true],
    ['dns://192.168.1.1:5353/ftp.example.org?TYPE=mx', true],
    ['dns://[2001:db8::53]/example.org?type=AAAA', true],
    ['dns:///example.org', true],
    ['dns://ns.example/example.org', false],
    ['dns://192.168.1.1/', false],
    ['dns://192.168.1.1/example.org?type=LOC', false],
    ['https://192.168.1.1/example.org', false],
  ])('measures %s: %s', (url, matches) => {
    expect(dns().probe?.matches(new URL(url))).toBe(matches)
  })

  it('measures how long the answer takes', async () => {
    const measurement = await measureWith(dns(), await peer({ afterMs: 50 }))
    expect(measurement.phases.dnsMs).toBeGreaterThan(45)
    expect(measurement).toEqual({
      latencyMs: measurement.phases.dnsMs,
      phases: { dnsMs: expect.any(Number) },
      uncertaintyMs: expect.any(Number),
      remoteAddress: '127.0.0.1',
      addressFamily: 4,
      protocol: 'DNS',
    })
  })

  it('says that the name does not exist', async () => {
    expect(await measureWith(dns(), await peer({ code: 3 }))).toMatchObject({
      failure: { kind: 'dns', message: 'the name shop.example did not resolve (ENOTFOUND)' },
    })
  })

  it('says that the answer is not what was expected', async () => {
    const url = await peer({ addresses: ['192.0.2.7', '192.0.2.8'] })
    expect((await measureWith(dns({ expect: '192.0.2.8' }), url)).failure).toBeUndefined()
    expect(await measureWith(dns({ expect: '192.0.2.9' }), url)).toMatchObject({
      failure: {
        kind: 'assertion',
        message: 'expected an answer "192.0.2.9", got ["192.0.2.7","192.0.2.8"]',
      },
    })
  })

  it('asks once, whatever becomes of it', async () => {
    const server = await nameServer()
    onTestFinished(() => server.close())
    const url = `${server.origin.replace('http:', 'dns:')}/shop.example`
    expect(await measureWith(dns(), url, { timeoutMs: 300 })).toMatchObject({ failure: { kind: 'timeout' } })
    expect(server.connections()).toBe(1)
  })

  it.each([
    [{ id: '' }, 'dns: id'],
    [{ expect: '' }, 'dns: expect'],
    [{ server: '192.0.2.53' }, "dns: unknown option 'server'"],
  ])('refuses %j, naming the option', (options, part) => {
    expect(() => dns(options as DnsProbeOptions)).toThrow(part)
  })
})
