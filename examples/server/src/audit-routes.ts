import { defined } from '@telltale/core/ports'
import type { FastifyInstance } from 'fastify'
import { type ListRequest, listOptions, returns, routeOf } from './requests.js'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Notes every call that changed something in the audit log of its owner, and registers `GET /audit`, which lists it. */
export function addAudit(app: FastifyInstance): void {
  app.addHook('preSerialization', async (request, reply, payload: unknown) => {
    const { method, params, owner, owned, id: requestId } = request
    if (reading.has(method) || reply.statusCode >= 400 || !owned) return payload
    const record: unknown = Object(params).id ?? Object(payload).id
    const what = `${method} ${routeOf(request)}`
    const ofRecord = defined({ record: typeof record === 'string' ? record : undefined })
    try {
      await owned.audit.write({ who: owner, what, ...ofRecord, details: { requestId } })
    } catch (error) {
      // The change is made, and the answer says so: what is missing in the audit log is in this one.
      request.log.error({ error, owner, what, ...ofRecord }, 'an entry of the audit log could not be written')
    }
    return payload
  })
  app.get<ListRequest>('/audit', returns('audit-entry'), ({ owned, query }) =>
    owned.audit.list(listOptions(query)),
  )
}
