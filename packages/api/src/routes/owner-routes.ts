import type { FeedQuery, HistoryOptions } from '@telltale/core'
import { toJson } from '@telltale/core/json'
import { defined } from '@telltale/core/options'
import { feedEvent, systemStatusData } from '../openapi/data-schemas.js'
import { integer, objectOf } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { historyQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

/** The route of the audit log. The host writes it; over HTTP it is read. */
export const auditRoutes = {
  list: route({
    summary: 'Returns a page of the audit log, newest first.',
    returns: 'audit-entry',
    many: 'page',
    query: historyQuery,
    call: ({ services, input }: RouteRequest<HistoryOptions>) => services.audit.list(input),
  }),
} satisfies RoutesOf<Operations['audit']>

/** The routes of past events. The live ones are a stream. */
export const eventRoutes = {
  since: route({
    summary: 'Returns a page of the events after an id, oldest first. `next` is the id to go on after.',
    data: feedEvent,
    many: 'page',
    query: { after: 'integer', limit: 'integer' },
    toData: ({ items, next }) => ({
      items: items.map(({ id, name, data }) => ({ id, name, data: toJson(name, data) })),
      ...defined({ next }),
    }),
    call: async ({ services, input }: RouteRequest<FeedQuery>) => {
      const { items, next } = await services.feed.since(input)
      return { items, ...defined({ next: next === undefined ? undefined : String(items.at(-1)?.id) }) }
    },
  }),
  last: route({
    summary: 'Returns the id of the newest event. Ask for it before reading records, and follow from there.',
    data: objectOf({ id: integer }, 'id'),
    call: async ({ services }: RouteRequest<unknown>) => ({ id: await services.feed.lastId() }),
  }),
} satisfies RoutesOf<Operations['events']>

/** The route of the state of the whole. */
export const systemRoutes = {
  status: route({
    summary:
      "Tells how the whole does: storage, lateness of the schedule, failing sources, the owner's monitors.",
    data: systemStatusData,
    toData: ({ sources, budgets, ...rest }) => ({
      ...rest,
      budgets: toJson('budget-use', budgets as never),
      sources: sources.map(({ retryAt, ...source }) => ({
        ...source,
        retryAt: new Date(retryAt).toISOString(),
      })),
    }),
    call: ({ services, systemStatus }: RouteRequest<unknown>) => systemStatus(services),
  }),
} satisfies RoutesOf<Operations['system']>
