import { createHttp } from '@telltale/core/http'
import { describe, expect, it } from 'vitest'
import { dns } from '../dns/index.js'
import { grpcHealth } from '../grpc-health/index.js'
import { http } from '../http/index.js'
import { mysql } from '../mysql/index.js'
import { ping } from '../ping/index.js'
import { postgres } from '../postgres/index.js'
import { redis } from '../redis/index.js'
import { tcp } from '../tcp/index.js'
import { tls } from '../tls/index.js'
import { websocket } from '../websocket/index.js'
import { httpPeer, measureWith } from './testing/peer.js'

const lookup = async () => [{ address: '10.0.0.8', family: 4 } as const]

describe.each([
  ['http', http(), 'http://127.0.0.1:PORT/'],
  ['https', http(), 'https://127.0.0.1:PORT/'],
  ['tcp', tcp(), 'tcp://127.0.0.1:PORT'],
  ['tls', tls(), 'tls://127.0.0.1:PORT'],
  ['dns', dns(), 'dns://127.0.0.1:PORT/shop.example'],
  ['websocket', websocket(), 'ws://127.0.0.1:PORT/'],
  ['grpc-health', grpcHealth(), 'grpc://127.0.0.1:PORT'],
  ['postgres', postgres(), 'postgres://127.0.0.1:PORT'],
  ['mysql', mysql(), 'mysql://127.0.0.1:PORT'],
  ['redis', redis(), 'redis://127.0.0.1:PORT'],
])('the %s probe', (_, adapter, url) => {
  it("connects to no address of the host's own network", async () => {
    const peer = await httpPeer((_, response) => response.end())
    const target = url.replace('PORT', String(peer.port))
    const { failure } = await measureWith(adapter, target, { network: createHttp().network })
    expect(failure).toMatchObject({ kind: 'forbidden' })
    expect(peer.connections()).toBe(0)
  })
})

describe.each([
  ['http', http(), 'http://inside.example/'],
  ['tcp', tcp(), 'tcp://inside.example:80'],
  ['tls', tls(), 'tls://inside.example:443'],
  ['dns', dns(), 'dns://inside.example/shop.example'],
  ['ping', ping(), 'ping://inside.example'],
  ['websocket', websocket(), 'ws://inside.example/'],
  ['grpc-health', grpcHealth(), 'grpc://inside.example'],
  ['postgres', postgres(), 'postgres://inside.example'],
])('the %s probe', (_, adapter, url) => {
  it('connects to no name that resolves there, and tells it from no other that cannot be reached', async () => {
    const { failure } = await measureWith(adapter, url, { network: createHttp({ lookup }).network })
    const missing = async () =>
      Promise.reject(Object.assign(new Error('10.0.0.8 says no'), { code: 'ENOTFOUND' }))
    const unknown = await measureWith(adapter, url, { network: createHttp({ lookup: missing }).network })
    expect(failure).toEqual({
      kind: 'dns',
      message: 'could not reach inside.example: the name does not resolve to an address that may be called',
    })
    expect(unknown.failure).toEqual(failure)
  })
})

describe('a redirect of the http probe', () => {
  it("cannot lead into the host's own network either", async () => {
    const peer = await httpPeer((_, response) =>
      response.writeHead(302, { location: 'http://10.0.0.8/' }).end(),
    )
    const network = createHttp({ allow: ['127.0.0.1'] }).network
    const { failure, redirects } = await measureWith(http(), `${peer.origin}/`, { network })
    expect(failure).toMatchObject({ kind: 'forbidden' })
    expect(redirects).toBe(1)
  })
})
