import { type AdapterContext, defined, type ProbeTarget } from '@telltale/core/ports'
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
    ['dns://ns.example/example.org', true],
    ['dns:///_sip._tcp.bücher.example?type=SRV', true],
    ['dns:///example.org?type=HTTPS', true],
    ['dns:///exa mple.org', false],
    [`dns:///${'x'.repeat(64)}.example`, false],
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
      answers: ['192.0.2.7'],
    })
  })

  it.each<[what: string, answers: NameServerAnswers, message: string]>([
    ['no such name', { code: 3 }, 'the name shop.example does not exist (NXDOMAIN)'],
    ['no such record', { addresses: [] }, 'the name shop.example has no record of type A (NODATA)'],
    [
      'another type',
      { records: [{ type: 5, data: Buffer.from([0]) }] },
      'the name shop.example has no record of type A (NODATA)',
    ],
    ['a failure', { code: 2 }, 'the name server failed to look up shop.example (SERVFAIL)'],
    ['a refusal', { code: 5 }, 'the name server refuses to answer for shop.example (REFUSED)'],
    ['another code', { code: 4 }, 'the name server does not answer for shop.example (NOTIMP)'],
  ])('tells what came instead of an answer: %s', async (_what, answers, message) => {
    expect(await measureWith(dns(), await peer(answers))).toMatchObject({ failure: { kind: 'dns', message } })
  })

  it.each<[code: DnsProbeOptions['expectCode'], answers: NameServerAnswers, message: string | undefined]>([
    ['NXDOMAIN', { code: 3 }, undefined],
    ['REFUSED', { code: 5 }, undefined],
    ['NODATA', { addresses: [] }, undefined],
    ['NXDOMAIN', {}, 'expected NXDOMAIN, got NOERROR with ["192.0.2.7"]'],
    ['NXDOMAIN', { code: 2 }, 'expected NXDOMAIN, got SERVFAIL'],
  ])('takes %s for success when told to', async (expectCode, answers, message) => {
    const { failure } = await measureWith(dns(defined({ expectCode })), await peer(answers))
    expect(failure).toEqual(message && { kind: 'assertion', message })
  })

  it('takes the code that a monitor expects', async () => {
    const { probe } = dns({ expect: '192.0.2.7' })
    const settings = { expect: { code: 'NXDOMAIN' as const } }
    expect(await probe.settings?.schema['~standard'].validate(settings)).toEqual({ value: settings })
    const own = {
      ...dns(),
      probe: {
        ...probe,
        check: (target: ProbeTarget, context: AdapterContext) =>
          probe.check({ ...target, settings }, context),
      },
    }
    expect((await measureWith(own, await peer({ code: 3 }))).failure).toBeUndefined()
    expect((await measureWith(own, await peer())).failure).toMatchObject({ kind: 'assertion' })
  })

  it.each<[expected: string | string[], isFound: boolean]>([
    ['192.0.2.8', true],
    ['192.0.2.*', true],
    ['*', true],
    ['1*.2.8*', true],
    [['192.0.2.7', '192.0.2.8'], true],
    [['192.0.2.7', '192.0.2.9'], false],
    ['192.0.2', false],
    ['198.*', false],
    ['192.0.2.8*8', false],
  ])('expects %j among two addresses: %s', async (expected, isFound) => {
    const url = await peer({ addresses: ['192.0.2.7', '192.0.2.8'] })
    const { failure, answers } = await measureWith(dns({ expect: expected }), url)
    expect(answers).toEqual(['192.0.2.7', '192.0.2.8'])
    const wanted = [expected].flat().at(-1)
    expect(failure).toEqual(
      isFound
        ? undefined
        : { kind: 'assertion', message: `expected an answer "${wanted}", got ["192.0.2.7","192.0.2.8"]` },
    )
  })

  const name = (...labels: string[]) =>
    Buffer.from([...labels.map((label) => [label.length, ...Buffer.from(label)]), 0].flat())
  const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

  it.each<[type: string, number: number, data: Buffer, text: string]>([
    ['AAAA', 28, hex('2001 0db8 0000 0000 0000 0000 0000 0001'), '2001:db8::1'],
    ['CNAME', 5, name('shop', 'example', 'net'), 'shop.example.net'],
    ['MX', 15, Buffer.concat([hex('000a'), name('mail', 'example')]), '10 mail.example'],
    ['SRV', 33, Buffer.concat([hex('0001 0002 13c4'), name('sip', 'example')]), '1 2 5060 sip.example'],
    ['TXT', 16, Buffer.from('\x03v=s\x03pf1'), 'v=spf1'],
    // RFC 9460, appendix D: figures 3, 5, 7 and 9
    ['HTTPS', 65, hex('0001 00'), '1 .'],
    ['SVCB', 64, hex('0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035'), '16 foo.example.com port=53'],
    [
      'SVCB',
      64,
      hex('0001 03666f6f076578616d706c6503636f6d00 029b 0009 68656c6c6fd2716f6f'),
      `1 foo.example.com key667=${hex('68656c6c6fd2716f6f').toString('base64')}`,
    ],
    [
      'SVCB',
      64,
      hex(
        '0010 03666f6f076578616d706c65036f726700 0000 0004 00010004 0001 0009 02683205 68332d3139 0004 0004 c0000201',
      ),
      '16 foo.example.org mandatory=alpn,ipv4hint alpn=h2,h3-19 ipv4hint=192.0.2.1',
    ],
    [
      'HTTPS',
      65,
      hex(
        '0001 03666f6f076578616d706c6503636f6d00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001',
      ),
      '1 foo.example.com ipv6hint=2001:db8::1,2001:db8::53:1',
    ],
  ])('keeps answers of type %s', async (type, number, data, text) => {
    const measurement = await measureWith(
      dns(),
      `${await peer({ records: [{ type: number, data }] })}?type=${type}`,
    )
    expect(measurement).toMatchObject({ answers: [text] })
    expect(measurement.failure).toBeUndefined()
    // A part of an answer can be expected as well.
    const part = text.split(' ').at(-1) ?? ''
    const url = `${await peer({ records: [{ type: number, data }] })}?type=${type}`
    expect((await measureWith(dns({ expect: part }), url)).failure).toBeUndefined()
  })

  it('asks over TCP for an answer that does not fit into a packet', async () => {
    const addresses = Array.from({ length: 300 }, (_, at) => `192.0.2.${at % 256}`)
    const measurement = await measureWith(dns(), await peer({ addresses, truncated: true }))
    expect(measurement).toMatchObject({ protocol: 'DNS over TCP', answers: addresses.slice(0, 100) })
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual(['dnsMs', 'connectMs', 'firstByteMs'])
  })

  it('asks a server by its name', async () => {
    const url = await peer()
    const measurement = await measureWith(dns(), url.replace('127.0.0.1', 'localhost'))
    expect(measurement).toMatchObject({ remoteAddress: '127.0.0.1', answers: ['192.0.2.7'] })
    expect(await measureWith(dns(), url.replace('127.0.0.1', 'ns.invalid'))).toMatchObject({
      failure: { kind: 'dns' },
    })
  })

  it('asks for a name in other letters as name servers know it', async () => {
    const url = (await peer()).replace('shop.example', 'bücher.example')
    expect(await measureWith(dns(), url)).toMatchObject({ answers: ['192.0.2.7'] })
  })

  it.each<[what: string, raw: Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a question', hex('0100 0001 0000 0000 0000 00 0001 0001')],
    ['letters', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    // A name that points to itself would be read for ever.
    ['a circle', hex('8180 0000 0001 0000 0000 c00c 0001 0001 0000003c 0004 c0000207')],
  ])('says that what came is no answer: %s', async (_what, raw) => {
    expect(await measureWith(dns(), await peer({ raw }))).toMatchObject({
      failure: { kind: 'protocol', message: expect.stringMatching(/^the answer is not valid DNS/) },
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
    [{ expect: 'x', expectCode: 'NXDOMAIN' }, 'dns: expect'],
    [{ expectCode: 'NXRRSET' }, 'dns: expectCode'],
    [{ server: '192.0.2.53' }, "dns: unknown option 'server'"],
  ])('refuses %j, naming the option', (options, part) => {
    expect(() => dns(options as DnsProbeOptions)).toThrow(part)
  })
})
