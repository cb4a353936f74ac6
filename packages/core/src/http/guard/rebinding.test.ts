import { getDefaultAutoSelectFamily, setDefaultAutoSelectFamily } from 'node:net'
import { platform } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loopbackServer } from '../../testing/loopback-server.js'
import { createHttp } from '../index.js'
import { faultRun } from './rebinding.fault.js'

const otherLoopback = platform() === 'linux'

describe('the address that was checked', () => {
  it.skipIf(!otherLoopback)(
    'is the one that is connected to (needs 127.0.0.2, as Linux has it)',
    async () => {
      expect(await faultRun.run(60)).toEqual([])
    },
  )

  it('is looked up once for a connection', async () => {
    const server = await loopbackServer((_, response) => response.end('page'))
    onTestFinished(server.close)
    let lookups = 0
    const lookup = async () => {
      lookups += 1
      return [{ address: '127.0.0.1', family: 4 as const }]
    }
    const http = createHttp({ allow: ['127.0.0.1'], lookup })
    onTestFinished(() => http.close())
    for (let request = 0; request < 3; request++) await http.get(`http://shop.example:${server.port}/`)
    expect(lookups).toBe(1)
  })
})

describe('a name', () => {
  it('is looked up by the machine where the host gives no resolver', async () => {
    const server = await loopbackServer((_, response) => response.end('page'))
    onTestFinished(server.close)
    const http = createHttp({ allow: ['localhost'] })
    onTestFinished(() => http.close())
    expect((await http.get(`http://localhost:${server.port}/`)).text).toBe('page')
  })

  it('is checked alike where the host tries one address only', async () => {
    const server = await loopbackServer((_, response) => response.end('page'))
    const before = getDefaultAutoSelectFamily()
    setDefaultAutoSelectFamily(false)
    onTestFinished(() => setDefaultAutoSelectFamily(before))
    onTestFinished(server.close)
    const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }]
    const http = createHttp({ allow: ['shop.example'], lookup })
    onTestFinished(() => http.close())
    expect((await http.get(`http://shop.example:${server.port}/`)).text).toBe('page')
    await expect(http.get(`http://other.example:${server.port}/`)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('redirect chains', () => {
  it('lead to no inner address, however long they are and however it is written', async () => {
    const canary = await loopbackServer((_, response) => response.end('inner'))
    const spellings = [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '127.1',
      '[::ffff:7f00:1]',
      'inner.example',
    ]
    const shop = await loopbackServer(({ url = '' }, response) => {
      const [, hops = '0', spelling = ''] = url.split('/')
      const location =
        hops === '0'
          ? `http://${decodeURIComponent(spelling)}:${canary.port}/`
          : `/${Number(hops) - 1}/${spelling}`
      response.writeHead([301, 302, 303, 307, 308][Number(hops)] ?? 302, { location }).end()
    })
    onTestFinished(canary.close)
    onTestFinished(shop.close)
    const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }]
    const http = createHttp({ allow: ['shop.example'], lookup })
    onTestFinished(() => http.close())
    for (let chain = 0; chain < 500; chain++) {
      const spelling = encodeURIComponent(spellings[chain % spellings.length] ?? '')
      const refused = http.get(`http://shop.example:${shop.port}/${chain % 5}/${spelling}`)
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(canary.connections()).toBe(0)
  })
})
