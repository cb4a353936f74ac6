import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { madeMarket } from './made-cars.js'

/**
 * The process of the marketplaces: a server on loopback that answers as the API of MarketCheck does, a marketplace a path.
 * Asked with a number of listings, it tells its address.
 */
process.on('message', (count: number) => {
  const market = madeMarket(count)
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [, name = ''] = url.pathname.split('/')
    const make = url.searchParams.get('make')
    const from = Number(url.searchParams.get('start'))
    const rows = (market[name] ?? []).filter((row) => (row.build as { make: string }).make === make)
    const listings = rows.slice(from, from + Number(url.searchParams.get('rows')))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ num_found: rows.length, listings }))
  })
  server.listen(0, '127.0.0.1', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
})
