import { integer, listOf, objectOf, text, time } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

const use = objectOf({ name: text, used: integer, limit: integer, resetsAt: time }, 'name', 'used')

/** The route of quotas. */
export const quotaRoutes = {
  status: route({
    summary: "Tells the owner's plan, what it allows, and what is used of it.",
    returns: 'quota-status',
    data: objectOf({ plan: text, quotas: listOf(use) }, 'quotas'),
    call: ({ services }: RouteRequest<unknown>) => services.quotas.status(),
  }),
} satisfies RoutesOf<Operations['quotas']>
