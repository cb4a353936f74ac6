import type { FightOptions, HeartbeatReport, MonitorOptions, MonitorPatch } from '@telltale/core'
import type { FastifyInstance } from 'fastify'
import { type ById, type Given, type Part, part } from './requests.js'

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
  app.post<ById & Given<HeartbeatReport>>('/:id/beats', async ({ owned, params, body }, reply) =>
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
