import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The good owner's targets and shops, and two ports that can be switched off: a good and a hostile one. */
const product = {
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'A kettle',
  offers: {
    '@type': 'Offer',
    price: '19.90',
    priceCurrency: 'EUR',
    availability: 'https://schema.org/InStock',
  },
}
const page = `<html><script type="application/ld+json">${JSON.stringify(product)}</script><h1>A kettle</h1></html>`

async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', 4_096, resolve))
  return (server.address() as AddressInfo).port
}

const mortals = [0, 1].map(() => createServer((_, response) => response.end('ok')))
const mortalPorts = await Promise.all(mortals.map((server) => listen(server)))

async function switchAll(isOn: boolean): Promise<void> {
  for (const [index, server] of mortals.entries()) {
    if (server.listening === isOn) continue
    if (isOn) await listen(server, mortalPorts[index])
    else {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

const good = createServer(async ({ url }, response) => {
  if (url === '/up' || url === '/down') await switchAll(url === '/up')
  response.setHeader('content-type', 'text/html')
  if (url === '/robots.txt') response.statusCode = 404
  response.end(url === '/product' ? page : 'ok')
})
const port = await listen(good)
process.send?.({ good: port, mortal: mortalPorts[0], flaky: mortalPorts[1] })
