import type { BeatOptions, FightOptions, MonitorOptions, MonitorPatch, TrackOptions } from '@telltale/core'
import type { FastifyInstance } from 'fastify'

interface Query {
  readonly limit?: string
  readonly after?: string
  readonly from?: string
  readonly to?: string
}

interface ById {
  readonly Params: { readonly id: string }
}

interface Part {
  readonly Querystring: Query
}

interface Given<Options> {
  readonly Body: Options
}

/** The part of a list that a query asks for, in the services' units; whether it makes sense is theirs to say. */
function part({ limit, from, to, ...rest }: Query) {
  return {
    ...rest,
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
  }
}

/** Endpoints that are checked on a schedule. Each route is a call of a service, which checks all that comes in. */
export async function monitorRoutes(app: FastifyInstance): Promise<void> {
  app.post<Given<MonitorOptions>>('/', async ({ owned, body }, reply) =>
    reply.code(201).send(await owned.monitors.create(body)),
  )
  app.get<Part>('/', ({ owned, query }) => owned.monitors.list(part(query)))
  app.get<ById>('/:id', ({ owned, params }) => owned.monitors.get(params.id))
  app.patch<ById & Given<MonitorPatch>>('/:id', ({ owned, params, body }) =>
    owned.monitors.update(params.id, body),
  )
  app.delete<ById>('/:id', async ({ owned, params: { id } }) => {
    await owned.monitors.delete(id)
    return { id }
  })
  app.post<ById>('/:id/checks', async ({ owned, params }, reply) =>
    reply.code(201).send(await owned.monitors.check(params.id)),
  )
  app.get<ById & Part>('/:id/checks', ({ owned, params, query }) =>
    owned.monitors.checks(params.id, part(query)),
  )
  app.post<ById & Given<BeatOptions>>('/:id/beats', async ({ owned, params, body }, reply) =>
    reply.code(201).send(await owned.monitors.beat(params.id, body ?? {})),
  )
  app.get<ById & Part>('/:id/summary', ({ owned, params, query }) =>
    owned.monitors.summary(params.id, part(query)),
  )
  app.get<ById & Part>('/:id/incidents', ({ owned, params, query }) =>
    owned.monitors.incidents({ ...part(query), monitorId: params.id }),
  )
}

/** Cars that are compared. */
export async function battleRoutes(app: FastifyInstance): Promise<void> {
  app.post<Given<FightOptions>>('/', async ({ owned, body }, reply) =>
    reply.code(201).send(await owned.battles.fight(body)),
  )
  app.get<Part>('/', ({ owned, query }) => owned.battles.list(part(query)))
  app.get<ById>('/:id', ({ owned, params }) => owned.battles.get(params.id))
  app.get<ById>('/:id/analysis', ({ owned, params }) => owned.battles.analyze(params.id))
}

/** Product pages whose prices are followed. */
export async function productRoutes(app: FastifyInstance): Promise<void> {
  app.post<Given<TrackOptions & { readonly url: string }>>('/', async ({ owned, body }, reply) => {
    const { url, ...options } = body ?? {}
    return reply.code(201).send(await owned.products.track(url, options))
  })
  app.get<Part>('/', ({ owned, query }) => owned.products.list(part(query)))
  app.get<ById>('/:id', ({ owned, params }) => owned.products.get(params.id))
  app.delete<ById>('/:id', async ({ owned, params: { id } }) => {
    await owned.products.untrack(id)
    return { id }
  })
  app.post<ById>('/:id/refresh', ({ owned, params }) => owned.products.refresh(params.id))
  app.get<ById & Part>('/:id/history', ({ owned, params, query }) =>
    owned.products.history(params.id, part(query)),
  )
  app.get<ById>('/:id/analysis', ({ owned, params }) => owned.products.analyze(params.id))
}
