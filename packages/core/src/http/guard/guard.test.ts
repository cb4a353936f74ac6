import { describe, expect, it, onTestFinished } from 'vitest'
import { ForbiddenError } from '../../errors/index.js'
import { dangerousUrls, publicUrls } from '../../testing/http/ssrf-corpus.js'
import { loopbackServer } from '../../testing/loopback-server.js'
import { openHttp } from '../client/http-client.js'
import { createHttp, type HttpOptions, type Lookup } from '../index.js'

function open(options: HttpOptions = {}) {
  const http = createHttp(options)
  onTestFinished(() => http.close())
  return http
}

async function serve(text = 'inside') {
  const server = await loopbackServer((_, response) => response.end(text))
  onTestFinished(server.close)
  return server
}

/** A resolver that knows these addresses for every name. */
const resolver =
  (...addresses: readonly string[]): Lookup =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

describe('the private-network guard', () => {
  it('is tried on enough', () => {
    expect(new Set(dangerousUrls.map((sample) => JSON.stringify(sample))).size).toBeGreaterThanOrEqual(250)
    expect(new Set(publicUrls.map(({ url }) => url)).size).toBeGreaterThanOrEqual(200)
  })

  it.each(dangerousUrls)('refuses $url ($resolvesTo)', async ({ url, resolvesTo = [] }) => {
    const http = open({ lookup: resolver(...resolvesTo) })
    const refused = await http.get(url).catch((error: unknown) => error)
    const isAddress =
      resolvesTo.length > 0 ? resolvesTo.every((each) => !/^not|^127\.1$/.test(each)) : !/nobody/.test(url)
    const codes = isAddress ? ['FORBIDDEN', 'VALIDATION'] : ['ADAPTER_FAILED']
    expect(codes).toContain((refused as { code?: string }).code)
  })

  it.each(publicUrls)('lets $url through', async ({ url, resolvesTo = [] }) => {
    const { network } = open({ lookup: resolver(...resolvesTo) })
    expect(await network.lookup(new URL(url).hostname)).not.toHaveLength(0)
  })

  it('says of a name within what it says of one that does not exist', async () => {
    const messages: string[] = []
    const answers: readonly Lookup[] = [
      resolver('10.20.30.40'),
      resolver('169.254.169.254'),
      resolver(),
      ...['ENOTFOUND', 'EAI_AGAIN', 'SERVFAIL'].map(
        (code) => () => Promise.reject(Object.assign(new Error('asked 10.20.30.40 in vain'), { code })),
      ),
    ]
    for (const lookup of answers)
      for (const ask of [
        () => open({ lookup }).request('http://wiki.example:8080/', { method: 'PATCH' }),
        () => open({ lookup }).network.lookup('wiki.example'),
        () => open({ lookup }).network.connect({ host: 'wiki.example', port: 25 }),
      ])
        messages.push(await ask().then(String, ({ message }: Error) => message))
    expect(new Set(messages)).toEqual(
      new Set(['could not reach wiki.example: the name does not resolve to an address that may be called']),
    )
  })

  it('says which address is refused, and what opens it', async () => {
    const http = open()
    await expect(http.get('http://[::1]/')).rejects.toThrow('::1 is a loopback address')
    await expect(http.get('http://169.254.169.254/')).rejects.toThrow(
      '169.254.169.254 is a cloud metadata address, which only its exact address in `allow` of the http options opens',
    )
  })

  it('tells the log of the host what it tells nobody else', async () => {
    const lines: object[] = []
    const line = (fields: object) => void lines.push(fields)
    const logger = { debug: line, info: line, warn: line, error: line }
    const http = openHttp({ lookup: resolver('10.20.30.40') }, { logger })
    onTestFinished(() => http.close())
    await expect(http.get('http://wiki.example/')).rejects.toBeInstanceOf(ForbiddenError)
    expect(lines).toEqual([
      { hostname: 'wiki.example', refused: [{ address: '10.20.30.40', kind: 'private' }], usable: [] },
    ])
  })

  it('leaves out the addresses that are not public, and refuses a host that has no others', async () => {
    const { network } = open({ lookup: resolver('93.184.215.14', '64:ff9b::5db8:d70e', '10.0.0.1') })
    expect(await network.lookup('shop.example')).toEqual([{ address: '93.184.215.14', family: 4 }])
    const mixed = await serve()
    const http = open({ allow: ['127.0.0.1'], lookup: resolver('127.0.0.2', '127.0.0.1') })
    expect((await http.get(`http://shop.example:${mixed.port}/`)).text).toBe('inside')
  })

  it('makes no connection to what it refuses', async () => {
    const { port, connections } = await serve()
    const http = open({ lookup: resolver('127.0.0.1') })
    for (const host of ['127.0.0.1', 'inside.example', '2130706433', '[::ffff:127.0.0.1]'])
      await expect(http.get(`http://${host}:${port}/`)).rejects.toBeInstanceOf(ForbiddenError)
    expect(connections()).toBe(0)
  })

  it('pays no heed to proxies that the environment names', async () => {
    const proxy = await serve('from the proxy')
    const target = await serve('from the target')
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
    const before = names.map((name) => [name, process.env[name]] as const)
    onTestFinished(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    })
    for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.origin
    const { text } = await open({ allow: ['127.0.0.1'] }).get(target.origin)
    expect(text).toBe('from the target')
    expect(proxy.connections()).toBe(0)
  })
})

describe('allow', () => {
  it.each([
    '127.0.0.0/8',
    '127.0.0.1',
    '127.0.0.1/32',
    '::ffff:127.0.0.1',
    '::ffff:127.0.0.0/104',
    '0.0.0.0/0',
  ])('%s opens loopback', async (entry) => {
    const { origin } = await serve()
    expect((await open({ allow: [entry] }).get(origin)).text).toBe('inside')
  })

  it.each(['db.internal', 'DB.internal', 'db.internal.'])(
    '%s opens that name and no other',
    async (entry) => {
      const { port } = await serve()
      const http = open({ allow: [entry], lookup: resolver('127.0.0.1') })
      for (const name of ['db.internal', 'db.internal.'])
        expect((await http.get(`http://${name}:${port}/`)).text).toBe('inside')
      for (const name of ['db.internal.example', '127.0.0.1', 'xdb.internal'])
        await expect(http.get(`http://${name}:${port}/`)).rejects.toBeInstanceOf(ForbiddenError)
    },
  )

  it('opens one of the IPv6 ones as well', async () => {
    const { network } = open({ allow: ['::1', 'fd00::/8', '64:ff9b::/96'] })
    for (const address of ['::1', 'fd12::1', '64:ff9b::8.8.8.8'])
      expect(await network.lookup(`[${address}]`)).toEqual([{ address, family: 6 }])
    await expect(network.lookup('fe80::1')).rejects.toThrow('link-local')
    // Through a translator, the address behind it counts too.
    await expect(network.lookup('64:ff9b::10.0.0.1')).rejects.toThrow('a private address')
  })

  it('opens the translator of a network, in each form of its prefix, and what may be called behind it', async () => {
    const { network } = open({ allow: ['64:ff9b:1::/48', '10.0.0.0/8'] })
    const opened = [
      '64:ff9b:1::808:808',
      '64:ff9b:1:fffe::808:808',
      '64:ff9b:1:808:8:800::',
      '64:ff9b:1::a00:1',
    ]
    for (const address of opened) expect(await network.lookup(address)).toEqual([{ address, family: 6 }])
    for (const address of ['64:ff9b:1::7f00:1', '64:ff9b:1:c0a8:1:100::', '64:ff9b:1::', '64:ff9b:1::c0a8:1'])
      await expect(network.lookup(address)).rejects.toBeInstanceOf(ForbiddenError)
    await expect(open().network.lookup('64:ff9b:1::808:808')).rejects.toThrow('a local NAT64 address')
  })

  it('opens cloud metadata by the exact address, and that one alone', async () => {
    const { network } = open({ allow: ['169.254.169.254', 'fd00:ec2::254/128'] })
    for (const address of ['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254'])
      expect(await network.lookup(address)).toHaveLength(1)
    for (const address of ['169.254.170.2', '64:ff9b::169.254.169.254', 'fd00:ec2::23'])
      await expect(network.lookup(address)).rejects.toThrow('cloud metadata')
  })

  const everything = ['0.0.0.0/0', '::/0', 'fd00::/8', '169.254.0.0/16', 'metadata.google.internal']
  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:c1::a9fe:a9fe',
    'fd00:a9fe:a9fe::1',
    'fd12:3456::a9fe:a9fe',
    'fe80::a9fe:a9fe%eth0',
    '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::1',
    '2001::5601:5601',
    '64:ff9b:1:a9fe:a9:fe00::',
    '::169.254.169.254',
  ])('opens cloud metadata at %s by no block and no name, not even to a configured URL', async (address) => {
    const { network } = open({ allow: everything, lookup: resolver(address) })
    for (const trust of ['untrusted', 'configured'] as const) {
      await expect(network.lookup(address, { trust })).rejects.toThrow('cloud metadata')
      await expect(network.lookup('metadata.google.internal', { trust })).rejects.toBeInstanceOf(
        ForbiddenError,
      )
    }
  })

  it.each([
    '10.0.0.0/33',
    '10/8',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    'http://db',
    'two words',
    '[::1]',
    'db:5432',
    '',
  ])('is told when an entry is wrong: %j', (entry) => {
    expect(() => createHttp({ allow: ['::1', entry] })).toThrow(
      `createHttp: allow[1]: expected a block such as '10.0.0.0/8', an address, or a host name such as 'db.internal'`,
    )
  })
})

describe('a configured URL', () => {
  it('may lead into the own network, by name and by address', async () => {
    const { port } = await serve()
    const http = open({ lookup: resolver('127.0.0.1') })
    for (const host of ['127.0.0.1', 'hook.internal'])
      expect((await http.get(`http://${host}:${port}/`, { trust: 'configured' })).text).toBe('inside')
  })

  it('leaves no connection behind that an untrusted URL could use', async () => {
    const { origin } = await serve()
    const http = open()
    await http.get(origin, { trust: 'configured' })
    await expect(http.get(origin)).rejects.toBeInstanceOf(ForbiddenError)
  })

  it('vouches for redirects on its own origin alone', async () => {
    const inside = await serve()
    const server = await loopbackServer(({ url }, response) => {
      const location = url === '/far' ? inside.origin : '/there'
      if (url === '/there') response.end('arrived')
      else response.writeHead(302, { location }).end()
    })
    onTestFinished(server.close)
    const http = open()
    expect((await http.get(`${server.origin}/near`, { trust: 'configured' })).text).toBe('arrived')
    await expect(http.get(`${server.origin}/far`, { trust: 'configured' })).rejects.toBeInstanceOf(
      ForbiddenError,
    )
    expect(inside.connections()).toBe(0)
  })
})
