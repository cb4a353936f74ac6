import { describe, expect, it, onTestFinished } from 'vitest'
import { ForbiddenError } from '../../errors/index.js'
import { dangerousUrls, publicUrls } from '../../testing/http/ssrf-corpus.js'
import { loopbackServer } from '../../testing/loopback-server.js'
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

  it('says what is refused and what opens it, and no address that the caller did not know', async () => {
    const http = open({ lookup: resolver('10.20.30.40') })
    await expect(http.get('http://wiki.example/')).rejects.toEqual(
      new ForbiddenError(
        'wiki.example resolves to a private address, which is not in the public network; if it is meant, name it in ' +
          '`allow` of the http options',
      ),
    )
    await expect(http.get('http://[::1]/')).rejects.toThrow('::1 is a loopback address')
    await expect(http.get('http://169.254.169.254/')).rejects.toThrow(
      '169.254.169.254 is a cloud metadata address, which is never opened',
    )
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

  const everything = ['0.0.0.0/0', '::/0', 'metadata.google.internal', '169.254.169.254', 'fd00:ec2::254']
  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    'fe80::a9fe:a9fe%eth0',
    '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::1',
    '2001::5601:5601',
    '64:ff9b:1:a9fe:a9:fe00::',
    '::169.254.169.254',
  ])('never opens cloud metadata at %s, not even to a URL that the host configured', async (address) => {
    const http = open({ allow: everything, lookup: resolver(address) })
    for (const trust of ['untrusted', 'configured'] as const)
      await expect(http.get('http://metadata.google.internal/', { trust })).rejects.toThrow('cloud metadata')
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
