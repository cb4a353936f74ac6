import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { certificate, type KeyPair } from '../probing/testing/certificate.js'
import { measureWith } from '../probing/testing/peer.js'
import { redis } from './index.js'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** Returns a port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the system's Redis, with a password, and with TLS that asks for a client's certificate. Returns its port. */
async function startRedis({ cert, key }: KeyPair, client: KeyPair): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-redis-'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  for (const [name, text] of Object.entries({ cert, key, client: client.cert })) write(name, text)
  const port = await freePort()
  const options = `port 0|tls-port ${port}|requirepass secret|tls-cert-file cert|tls-key-file key|tls-ca-cert-file client`
  write('redis.conf', `${options.replaceAll('|', '\n')}\nsave ""\n`)
  const server = spawn('redis-server', ['redis.conf'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(async () => {
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).once('exit', () => reject(new Error(log)))
    server.stdout.on('data', (chunk) => {
      log += chunk
      if (log.includes('Ready to accept connections')) resolve()
    })
  })
  return port
}

it.skipIf(!hasRedis)(
  'redis() measures a real one over TLS (skipped where there is no redis-server)',
  async () => {
    const [pair, client] = [await certificate(), await certificate({}, ['the client'])]
    const port = await startRedis(pair, client)
    const check = async (request: object) =>
      measureWith(redis(), `rediss://127.0.0.1:${port}`, { settings: { request } })
    const measurement = await check({ ca: [pair.cert], clientCertificate: client })
    expect(measurement.failure).toBeUndefined()
    expect(measurement).toMatchObject({ protocol: 'Redis over TLSv1.3', certificateName: '127.0.0.1' })
    expect((await check({ ca: [pair.cert] })).failure?.kind).toMatch(/^(tls|reset)$/)
    expect((await check({ clientCertificate: client })).failure?.kind).toBe('tls')
  },
)
