import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server on loopback that a test tells what to answer. */
export class Target {
  /** The number of requests so far. */
  requests = 0
  /** Answers the next requests. */
  answer: (response: ServerResponse, path: string) => void = (response) => void response.end('ok')
  readonly #server = createServer((request, response) => {
    this.requests++
    this.answer(response, request.url ?? '/')
  })

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** Starts a server, which ends with the test. */
  static async start(): Promise<Target> {
    const target = new Target()
    await new Promise<void>((resolve) => target.#server.listen(0, '127.0.0.1', resolve))
    onTestFinished(async () => {
      target.#server.closeAllConnections()
      await new Promise((resolve) => target.#server.close(resolve))
    })
    return target
  }
}

/** A product page with JSON-LD. */
export function productPage(
  price: string,
  { name = 'Kettle', currency = 'EUR', availability = 'InStock' } = {},
): string {
  const offers = {
    '@type': 'Offer',
    price,
    priceCurrency: currency,
    availability: `https://schema.org/${availability}`,
  }
  const product = { '@context': 'https://schema.org', '@type': 'Product', name, offers }
  return `<!doctype html><title>${name}</title><script type="application/ld+json">${JSON.stringify(product)}</script><h1>${name}</h1>`
}
