import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loopbackServer } from '../../testing/loopback-server.js'
import { createHttp } from '../index.js'
import { createMachineLookup } from './machine-lookup.js'
import { parseResolverConfig } from './resolver-config.js'

/** Types and codes of RFC 1035, sections 3.2.2 and 4.1.1, and of RFC 3596. */
const types = { 1: 'A', 28: 'AAAA' } as const
const codes = { ok: 0, failure: 2, missing: 3 } as const

/** An answer of the name server: addresses, a code, or nothing at all. */
type Answer = readonly string[] | keyof typeof codes | undefined

/** A name server on loopback, written after RFC 1035, that answers each question as the test says. */
async function nameServer(answerTo: (name: string, type: 'A' | 'AAAA') => Answer) {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length))
      at += 1 + length
    }
    const type = types[query.readUInt16BE(at + 1) as keyof typeof types]
    const name = labels.join('.').toLowerCase()
    asked.push(`${type} ${name}`)
    const answer = answerTo(name, type)
    if (answer === undefined) return
    const addresses = typeof answer === 'string' ? [] : answer
    const header = Buffer.from(query.subarray(0, 12))
    header.writeUInt16BE(0x8180 | (typeof answer === 'string' ? codes[answer] : 0), 2)
    header.writeUInt16BE(addresses.length, 6)
    header.writeUInt32BE(0, 8)
    const records = addresses.map((one) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...one.split('.').map(Number)]),
    )
    socket.send(Buffer.concat([header, query.subarray(12, at + 5), ...records]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(async () => {
    socket.close()
    await once(socket, 'close')
  })
  return { asked, servers: [`127.0.0.1:${socket.address().port}`] }
}

/** A hosts file that is removed with the test. */
async function hostsFile(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-hosts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'hosts')
  await writeFile(path, text)
  return path
}

const ipv4 = (address: string) => ({ address, family: 4 })

describe('the lookup of names', () => {
  it('does not wait for names that are slow, however many there are', async () => {
    const { servers, asked } = await nameServer((name, type) =>
      name.startsWith('slow') ? undefined : type === 'A' ? ['127.0.0.1'] : 'ok',
    )
    const { port, close } = await loopbackServer((_, response) => response.end('ok'))
    onTestFinished(close)
    const http = createHttp({ allow: ['127.0.0.1'], lookup: createMachineLookup({ servers }) })
    onTestFinished(() => http.close())
    const controller = new AbortController()
    const slow = Array.from({ length: 100 }, (_, index) =>
      http.get(`http://slow-${index}.example:${port}/`, { signal: controller.signal }),
    )
    const quick = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        http.get(`http://quick-${index}.example:${port}/`, { timeoutMs: 5_000 }),
      ),
    )
    expect(quick.map(({ text }) => text)).toEqual(Array(32).fill('ok'))
    expect(new Set(asked.filter((one) => one.startsWith('A slow'))).size).toBe(100)
    controller.abort()
    for (const call of await Promise.allSettled(slow)) expect(call.status).toBe('rejected')
  })

  it('asks for both versions of addresses, and is content with one', async () => {
    const { servers, asked } = await nameServer((_, type) =>
      type === 'A' ? ['192.0.2.7', '192.0.2.8'] : 'failure',
    )
    const lookup = createMachineLookup({ servers, hostsFile: await hostsFile('') })
    expect(await lookup('shop.example.')).toEqual([ipv4('192.0.2.7'), ipv4('192.0.2.8')])
    expect(new Set(asked)).toEqual(new Set(['A shop.example', 'AAAA shop.example']))
  })

  it.each([
    ['there is no such name', 'missing', 'ENOTFOUND'],
    ['it has no address', 'ok', 'ENOTFOUND'],
    ['the name server fails', 'failure', 'EAI_AGAIN'],
  ] as const)('fails with the code of the system where %s', async (_, answer, code) => {
    const { servers } = await nameServer(() => answer)
    const lookup = createMachineLookup({ servers, hostsFile: await hostsFile('') })
    await expect(lookup('shop.example.')).rejects.toMatchObject({ code, hostname: 'shop.example.' })
  })

  it('takes names from the hosts file first, as it is now', async () => {
    const { servers, asked } = await nameServer(() => 'missing')
    const path = await hostsFile('10.0.0.7 Wiki.Example wiki # ours\n::7\twiki.example\nnonsense line\n\n')
    const lookup = createMachineLookup({ servers, hostsFile: path })
    expect(await lookup('wiki.example')).toEqual([ipv4('10.0.0.7'), { address: '::7', family: 6 }])
    expect(await lookup('WIKI.')).toEqual([ipv4('10.0.0.7')])
    expect(asked).toEqual([])
  })

  it('knows localhost and its subdomains without asking anybody (RFC 6761, section 6.3)', async () => {
    const { servers, asked } = await nameServer(() => 'missing')
    const lookup = createMachineLookup({ servers, hostsFile: await hostsFile('') })
    for (const name of ['localhost', 'LOCALHOST.', 'app.localhost'])
      expect(await lookup(name)).toEqual([ipv4('127.0.0.1'), { address: '::1', family: 6 }])
    expect(asked).toEqual([])
    const own = createMachineLookup({ servers, hostsFile: await hostsFile('127.0.0.1 localhost') })
    expect(await own('localhost')).toEqual([ipv4('127.0.0.1')])
  })

  it('works without a hosts file', async () => {
    const { servers } = await nameServer((_, type) => (type === 'A' ? ['192.0.2.7'] : 'ok'))
    const lookup = createMachineLookup({ servers, hostsFile: '/no/such/file' })
    expect(await lookup('shop.example')).toEqual([ipv4('192.0.2.7')])
  })
})

describe('the settings of the resolver', () => {
  it.each([
    ['nameserver 10.0.0.53\n', { search: [], minDots: 1 }],
    ['domain corp.example\nsearch a.example b.example\n', { search: ['a.example', 'b.example'], minDots: 1 }],
    [
      'search ns.svc.cluster.local .\noptions ndots:5 timeout:1\n',
      { search: ['ns.svc.cluster.local'], minDots: 5 },
    ],
  ])('are read from %j (resolv.conf(5))', (text, config) => {
    expect(parseResolverConfig(text)).toEqual(config)
  })
})
