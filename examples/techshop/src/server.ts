import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { products } from './catalog.js'
import { createShop, type ShopOptions } from './shop.js'

/** The options of a shop that listens. */
export interface StartShopOptions extends ShopOptions {
  /** The port to listen on. 0 takes any free port. @default 0 */
  readonly port?: number
}

/** A shop that listens. */
export interface RunningShop {
  /** The address of the home page. */
  readonly url: string
  /** The address of the health endpoint, whose delay passes through every tier. */
  readonly healthUrl: string
  /** The address of each product's page. */
  readonly productUrls: readonly string[]
  /** Closes the shop and frees its port. Can be called twice. */
  close(): Promise<void>
}

/**
 * Starts the shop on the loopback interface of this machine.
 *
 * @throws RangeError when the pace is not a number above 0; rejects when the port is taken.
 */
export async function startShop({ port = 0, ...options }: StartShopOptions = {}): Promise<RunningShop> {
  const server = createServer(createShop(options).listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const closed = new Promise<void>((resolve) => server.once('close', resolve))
  return {
    url: `${url}/`,
    healthUrl: `${url}/health`,
    productUrls: products.map(({ slug }) => `${url}/products/${slug}`),
    close() {
      server.close()
      server.closeAllConnections()
      return closed
    },
  }
}
