import { fileURLToPath } from 'node:url'
import { catalog } from '@telltale/adapters/catalog'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import { createTelltale } from '@telltale/core'
import { spawnShop } from '@telltale/example-techshop'
import { memoryStorage } from '@telltale/storage-memory'
import { readCommandLine, untilDone } from './command-line.js'
import { printEvents } from './live.js'
import { printBattle, summarize } from './report.js'
import { printRow } from './table.js'

const { urls, forMs } = readCommandLine()
const done = untilDone(forMs)

// The shop is a server of its own, in another process. Its prices and its health change while they are watched.
const shop = await spawnShop()

const telltale = createTelltale({
  storage: memoryStorage(),
  adapters: [http(), webshop(), catalog({ file: fileURLToPath(new URL('cars.json', import.meta.url)) })],
  // The shop is on this machine: without `allow`, its pages would be refused like any private address. The default gap
  // between two pages of one host is a second.
  http: { allow: ['127.0.0.1'], politeness: { gap: '20ms' } },
})

const battle = await telltale.battles.fight({
  cars: [
    { make: 'Chevrolet', model: 'Corvette', year: 2023 },
    { make: 'Ford', model: 'Mustang', year: 2023 },
  ],
  zip: '75146',
})
printBattle(battle)

printEvents(telltale)
await telltale.monitors.create({ name: 'TechShop', url: shop.healthUrl, every: '1s', timeout: '2s' })
for (const url of shop.productUrls) await telltale.products.track(url, { every: '1s' })

// The URLs of the command line are watched as well. One that cannot be watched prints the reason.
for (const url of urls) {
  try {
    const monitor = await telltale.monitors.create({ url, every: '5s' })
    await telltale.monitors.check(monitor.id)
  } catch (error) {
    printRow({ kind: 'refused', subject: url, text: error instanceof Error ? error.message : String(error) })
  }
}

await telltale.start()
await done
const summary = await summarize(telltale)
await telltale.close() // work in progress ends, and is still printed above
await shop.close()
for (const line of summary) console.log(line)
