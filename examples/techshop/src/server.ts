import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { products } from './catalog.js'
import { createShop, type ShopOptions } from './shop.js'

/** How a shop is opened. */
export interface StartShopOptions extends ShopOptions {
  /** Where it listens; 0 takes any port that is free. @default 0 */
  readonly port?: number
}

/** A shop that is open. */
export interface RunningShop {
  /** Its home page. */
  readonly url: string
  /** The endpoint whose delay moves through every tier. */
  readonly healthUrl: string
  /** The page of each product. */
  readonly productUrls: readonly string[]
  /** Closes the shop and lets go of its port. May be called twice. */
  close(): Promise<void>
}

/**
 * Opens the shop on the loopback interface of this machine.
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
