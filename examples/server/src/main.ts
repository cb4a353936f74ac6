import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { ajio } from '@telltale/adapters/ajio'
import { amazon } from '@telltale/adapters/amazon'
import { catalog } from '@telltale/adapters/catalog'
import { croma } from '@telltale/adapters/croma'
import { flipkart } from '@telltale/adapters/flipkart'
import { http } from '@telltale/adapters/http'
import { myntra } from '@telltale/adapters/myntra'
import { webshop } from '@telltale/adapters/webshop'
import { createTelltale } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { buildApp } from './app.js'

const { TOKEN = randomUUID(), PORT = '3000', ALLOW } = process.env

const telltale = createTelltale({
  storage: memoryStorage(),
  adapters: [
    http(),
    amazon(),
    flipkart(),
    myntra(),
    croma(),
    ajio(),
    webshop(),
    catalog({ file: new URL('../cars.csv', import.meta.url) }),
  ],
  ...defined({ http: ALLOW ? { allow: ALLOW.split(',') } : undefined }),
})
telltale.on('error', (error) => console.error(error))

const app = buildApp({ telltale, users: new Map([[TOKEN, 'ana']]), logger: true })
await telltale.start()
const address = await app.listen({ port: Number(PORT) })
console.log(`curl -H 'Authorization: Bearer ${TOKEN}' ${address}/monitors`)
console.log(`Price Trackr: ${address}/#token=${TOKEN}`)

/**
 * Accepts no more connections, and ends running work and requests within ten seconds. Connections that browsers keep open
 * without using them are closed at the end.
 */
const stop = async () => {
  const closed = app.close()
  await telltale.close()
  await Promise.race([closed, pause(500, undefined, { ref: false })])
  app.server.closeAllConnections()
  await closed
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
