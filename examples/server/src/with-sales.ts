import type { Api } from '@telltale/api'
import type { Wire, WirePage } from '@telltale/api/client'
import { type ProductObservation, toJson } from '@telltale/core'
import { detectSales } from '@telltale/core/prices'

type Handler = Pick<Api, 'fetch'>

/**
 * Adds an operation of the host's own to the API: `GET /products/:id/sales`, the past sales of a product. It asks the API for
 * the history, so that the API finds the caller, counts the request and answers what goes wrong.
 */
export function withSales(api: Handler): Handler {
  return {
    fetch: async (request, connection) => {
      const product = /^(.*\/products\/[^/]+)\/sales$/.exec(new URL(request.url).pathname)?.[1]
      if (product === undefined || request.method !== 'GET') return api.fetch(request, connection)
      const history = new Request(new URL(`${product}/history?limit=200`, request.url), {
        headers: request.headers,
      })
      const answer = await api.fetch(history, connection)
      if (!answer.ok) return answer
      const { data } = (await answer.json()) as { readonly data: WirePage<Wire<ProductObservation>> }
      const observations = data.items.map((item) => ({ ...item, at: Date.parse(item.at) }))
      const sales = toJson('sale', { items: detectSales(observations) })
      return Response.json({ success: true, data: sales, error: null }, { headers: answer.headers })
    },
  }
}
