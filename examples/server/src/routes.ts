import type { FightOptions, HeartbeatReport, MonitorOptions, MonitorPatch } from '@telltale/core'
import type { FastifyInstance } from 'fastify'
import { type ById, type ListRequest, listOptions, returns, type WithBody } from './requests.js'

/** Registers the routes of monitors. Each route calls a service, which validates its input. */
export async function monitorRoutes(app: FastifyInstance): Promise<void> {
  app.post<WithBody<MonitorOptions>>('/', returns('monitor'), async ({ owned, body }, reply) =>
    reply.code(201).send(await owned.monitors.create(body)),
  )
  app.get<ListRequest>('/', returns('monitor'), ({ owned, query }) => owned.monitors.list(listOptions(query)))
  app.get<ById>('/:id', returns('monitor'), ({ owned, params }) => owned.monitors.get(params.id))
  app.patch<ById & WithBody<MonitorPatch>>('/:id', returns('monitor'), ({ owned, params, body }) =>
    owned.monitors.update(params.id, body),
  )
  app.delete<ById>('/:id', async ({ owned, params: { id } }) => {
    await owned.monitors.delete(id)
    return { id }
  })
  app.post<ById>('/:id/checks', returns('check'), async ({ owned, params }, reply) =>
    reply.code(201).send(await owned.monitors.check(params.id)),
  )
  app.get<ById & ListRequest>('/:id/checks', returns('check'), ({ owned, params, query }) =>
    owned.monitors.checks(params.id, listOptions(query)),
  )
  app.post<ById & WithBody<HeartbeatReport>>(
    '/:id/heartbeats',
    returns('check'),
    async ({ owned, params, body }, reply) =>
      reply.code(201).send(await owned.monitors.heartbeat(params.id, body ?? {})),
  )
  app.get<ById & ListRequest>('/:id/summary', returns('monitor-summary'), ({ owned, params, query }) =>
    owned.monitors.summary(params.id, listOptions(query)),
  )
  app.get<ById & ListRequest>('/:id/incidents', returns('incident'), ({ owned, params, query }) =>
    owned.monitors.incidents({ ...listOptions(query), monitorId: params.id }),
  )
}

/** Registers the routes of battles. */
export async function battleRoutes(app: FastifyInstance): Promise<void> {
  app.post<WithBody<FightOptions>>('/', returns('battle'), async ({ owned, body }, reply) =>
    reply.code(201).send(await owned.battles.fight(body)),
  )
  app.get<ListRequest>('/', returns('battle'), ({ owned, query }) => owned.battles.list(listOptions(query)))
  app.get<ById>('/:id', returns('battle'), ({ owned, params }) => owned.battles.get(params.id))
  app.get<ById>('/:id/analysis', returns('battle-analysis'), ({ owned, params }) =>
    owned.battles.analyze(params.id),
  )
}
