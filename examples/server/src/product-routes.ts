import type {
  BrowserObservation,
  CompareOptions,
  ProductPatch,
  RuleCondition,
  TrackOptions,
} from '@telltale/core'
import { detectSales } from '@telltale/core/prices'
import type { FastifyInstance } from 'fastify'
import { type ById, type ListRequest, listOptions, returns, type WithBody } from './requests.js'

/** Registers the routes of tracked products. */
export async function productRoutes(app: FastifyInstance): Promise<void> {
  comparisonRoutes(app)
  ruleRoutes(app)
  app.post<WithBody<TrackOptions & { readonly url: string }>>(
    '/',
    returns('product'),
    async ({ owned, body }, reply) => {
      const { url, ...options } = body ?? {}
      return reply.code(201).send(await owned.products.track(url, options))
    },
  )
  app.get<ListRequest>('/', returns('product'), ({ owned, query }) => owned.products.list(listOptions(query)))
  app.post<WithBody<BrowserObservation>>(
    '/observations',
    returns('product-refresh'),
    async ({ owned, body }, reply) => reply.code(201).send(await owned.products.observe(body)),
  )
  app.get<ById>('/:id', returns('product'), ({ owned, params }) => owned.products.get(params.id))
  app.patch<ById & WithBody<ProductPatch>>('/:id', returns('product'), ({ owned, params, body }) =>
    owned.products.update(params.id, body),
  )
  app.post<ById>('/:id/pause', returns('product'), ({ owned, params }) => owned.products.pause(params.id))
  app.post<ById>('/:id/resume', returns('product'), ({ owned, params }) => owned.products.resume(params.id))
  app.delete<ById>('/:id', async ({ owned, params: { id } }) => {
    await owned.products.untrack(id)
    return { id }
  })
  app.post<ById>('/:id/refresh', returns('product-refresh'), ({ owned, params }) =>
    owned.products.refresh(params.id),
  )
  app.get<ById & ListRequest>('/:id/history', returns('observation'), ({ owned, params, query }) =>
    owned.products.history(params.id, listOptions(query)),
  )
  app.get<ById>('/:id/sales', returns('sale'), async ({ owned, params }) => {
    const { items } = await owned.products.history(params.id, { limit: 200 })
    return { items: detectSales(items) }
  })
  app.get<ById>('/:id/analysis', returns('price-analysis'), ({ owned, params }) =>
    owned.products.analyze(params.id),
  )
}

/** Registers the routes of comparisons. */
function comparisonRoutes(app: FastifyInstance): void {
  app.post<WithBody<CompareOptions & { readonly ids: readonly string[] }>>(
    '/comparisons',
    returns('comparison'),
    async ({ owned, body }, reply) => {
      const { ids, ...options } = body ?? {}
      return reply.code(201).send(await owned.products.compare(ids, options))
    },
  )
  app.get<ListRequest>('/comparisons', returns('comparison'), ({ owned, query }) =>
    owned.products.comparisons(listOptions(query)),
  )
  app.get<ById>('/comparisons/:id', returns('comparison'), ({ owned, params }) =>
    owned.products.comparison(params.id),
  )
}

/** Registers the routes of rules on prices. */
function ruleRoutes(app: FastifyInstance): void {
  app.delete<ById>('/rules/:id', async ({ owned, params: { id } }) => {
    await owned.alerts.rules.remove(id)
    return { id }
  })
  app.post<ById & WithBody<RuleCondition>>(
    '/:id/rules',
    returns('rule'),
    async ({ owned, params, body }, reply) =>
      reply.code(201).send(await owned.alerts.rules.create({ subjectId: params.id, condition: body })),
  )
  app.get<ById & ListRequest>('/:id/rules', returns('rule'), ({ owned, params, query }) =>
    owned.alerts.rules.list({ ...listOptions(query), subjectId: params.id }),
  )
  app.post<ById & WithBody<RuleCondition>>(
    '/:id/rules/simulate',
    returns('rule-firing'),
    ({ owned, params, body }) => owned.alerts.simulate({ subjectId: params.id, condition: body }),
  )
}
