import { randomUUID } from 'node:crypto'
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
import { pgStorage } from '@telltale/storage-pg'
import { buildApp } from './app.js'
import { stopServer } from './stop-server.js'
import { hashToken } from './tokens.js'

const {
  TOKEN = randomUUID(),
  PORT = '3000',
  HOST,
  ALLOW,
  DATABASE_URL,
  DATA = 'telltale-data',
  TRUST_PROXY,
  ORIGINS,
  METRICS_TOKEN,
} = process.env

const telltale = createTelltale({
  storage: pgStorage(DATABASE_URL ? { connectionString: DATABASE_URL } : { directory: DATA }),
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
  // A real host has plans of its own, and `planOf` says which one an owner has.
  quotas: { plans: { free: { monitors: 100, products: 100, requestsPerMinute: 600 } } },
  ...defined({ http: ALLOW ? { allow: ALLOW.split(',') } : undefined }),
})
telltale.on('error', (error) => console.error(error))

await telltale.start()

const app = buildApp({
  telltale,
  tokens: [{ hash: hashToken(TOKEN), owner: 'ana' }],
  trustProxy: TRUST_PROXY !== undefined,
  logger: true,
  ...defined({
    origins: ORIGINS?.split(','),
    metricsToken: METRICS_TOKEN ? { hash: hashToken(METRICS_TOKEN), owner: 'metrics' } : undefined,
  }),
})
const address = await app.listen({ port: Number(PORT), ...defined({ host: HOST }) })
if (process.env.TOKEN === undefined) console.log(`A token for this run: ${TOKEN}`)
console.log(`curl -H "Authorization: Bearer $TOKEN" ${address}/api/monitors`)
console.log(`Price Trackr: ${address}/#token=${process.env.TOKEN === undefined ? TOKEN : '…'}`)

const stop = () => stopServer(app, telltale)
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
