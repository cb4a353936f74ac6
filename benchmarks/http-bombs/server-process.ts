import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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

const server = createServer(({ url = '' }, response) => {
  const found = sent[Number(url.slice(1))]
  if (!found) return void response.end('page')
  response
    .writeHead(200, { 'content-encoding': found.encoding, 'cache-control': 'no-store' })
    .end(found.bytes)
})
server.listen(0, '127.0.0.1', () => {
  const names = Object.entries(bombs).map(([name, { bytes }]) => ({ name, bytes: bytes.length }))
  process.send?.({ port: (server.address() as AddressInfo).port, names })
})
