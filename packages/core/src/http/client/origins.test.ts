import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, onTestFinished } from 'vitest'
import { loopbackServer } from '../../testing/loopback-server.js'
import { createHttp } from '../index.js'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heapInUse(): number {
  collect()
  return process.memoryUsage().heapUsed
}

it('keeps nothing of an origin once its connections are closed', { timeout: 30_000 }, async () => {
  const { port, close } = await loopbackServer((_, response) =>
    response.writeHead(200, { connection: 'close' }).end('page'),
  )
  onTestFinished(close)
  const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }]
  const http = createHttp({ allow: ['127.0.0.1'], lookup })
  onTestFinished(() => http.close())
  let asked = 0
  const ask = async (count: number) => {
    for (const end = asked + count; asked < end; asked += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => http.get(`http://shop-${asked + index}.example:${port}/`)),
      )
  }
  // Fills what is bounded: the cache of pages, and what is compiled.
  await ask(100)
  const before = heapInUse()
  await ask(200)
  // Before this was mended it was 20 KB.
  expect((heapInUse() - before) / 200).toBeLessThan(8_000)
})
