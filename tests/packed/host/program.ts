import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { http } from '@telltale/adapters/http'
import { createTelltale, TelltaleError } from '@telltale/core'
import { scoreBattle } from '@telltale/core/cars'
import { classify } from '@telltale/core/latency'
import { parsePrice } from '@telltale/core/prices'
import { memoryStorage } from '@telltale/storage-memory'

// What a host app does with the packages as they are installed: compiled by its TypeScript, run by its Node.
const server = createServer((_request, response) => response.end('well')).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const { port } = server.address() as AddressInfo

const telltale = createTelltale({
  storage: memoryStorage(),
  adapters: [http()],
  http: { allow: ['127.0.0.1'] },
})
const monitor = await telltale.monitors.create({
  name: 'Checkout',
  url: `http://127.0.0.1:${port}/`,
  every: '30s',
})
const check = await telltale.monitors.check(monitor.id)
const refused: unknown = await telltale.monitors.get('nobody').catch((error: unknown) => error)
await telltale.close()
server.close()

console.log(
  JSON.stringify({
    status: check.httpStatus,
    tier: classify(180),
    price: parsePrice('1.299,00 €')?.amount,
    battles: typeof scoreBattle,
    refused: TelltaleError.is(refused) && refused.code,
  }),
)
