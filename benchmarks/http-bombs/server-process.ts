import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { gzipBomb, plainBomb } from './bombs.js'

const bombs = {
  '10 MB, gzip': gzipBomb(10),
  '10 MB, br': plainBomb(10, 'br'),
  '100 MB, deflate': plainBomb(100, 'deflate'),
  '1 GB, gzip': gzipBomb(1_024),
  '1 GB, gzip in br': gzipBomb(1_024, 'br'),
  '1 GB, br': plainBomb(1_024, 'br'),
  '10 GB, gzip in gzip': gzipBomb(10_240, 'gzip'),
  '10 GB, gzip in deflate in br': gzipBomb(10_240, 'deflate', 'br'),
  // More than the cap by itself, which ends it on the wire.
  '10 GB, gzip': gzipBomb(10_240),
}
const sent = Object.values(bombs)

/** A page of the usual size. */
const page = gzipSync(Array.from({ length: 20_000 }, (_, line) => `<p>${line}</p>`).join(''))

const server = createServer(({ url = '' }, response) => {
  const found = sent[Number(/^\/(\d+)/.exec(url)?.[1])]
  if (!found) {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(page)
    return
  }
  response
    .writeHead(200, { 'content-encoding': found.encoding, 'cache-control': 'no-store' })
    .end(found.bytes)
})
server.listen(0, '127.0.0.1', () => {
  const names = Object.entries(bombs).map(([name, { bytes }]) => ({ name, bytes: bytes.length }))
  process.send?.({ port: (server.address() as AddressInfo).port, names })
})
