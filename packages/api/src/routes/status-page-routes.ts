import type { ListOptions, StatusPageOptions, StatusPagePatch } from '@telltale/core'
import { idOnly } from '../openapi/data-schemas.js'
import { boolean, listOf, object, objectOf, text } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

const options = {
  title: text,
  slug: text,
  description: text,
  groups: listOf(object),
  showLatency: boolean,
  showTags: boolean,
  locale: text,
  timeZone: text,
}

/** The routes of status pages. Each takes the id of a page or its slug. */
export const statusPageRoutes = {
  list: route({
    summary: 'Returns a page of the status pages, oldest first.',
    returns: 'status-page',
    many: 'page',
    query: listQuery,
    call: ({ services, input }: RouteRequest<ListOptions>) => services.statusPages.list(input),
  }),
  create: route({
    summary: 'Makes a status page.',
    returns: 'status-page',
    status: 201,
    body: objectOf(options, 'title'),
    call: ({ services, input }: RouteRequest<StatusPageOptions>) => services.statusPages.create(input),
  }),
  get: route({
    summary: 'Returns a status page.',
    returns: 'status-page',
    call: ({ services, id }: RouteRequest<unknown>) => services.statusPages.get(id),
  }),
  update: route({
    isVersioned: true,
    summary: 'Changes the named members of a status page; `null` takes one back to its default.',
    returns: 'status-page',
    body: object,
    call: ({ services, id, input, change }: RouteRequest<StatusPagePatch>) =>
      services.statusPages.update(id, input, change),
  }),
  delete: route({
    isVersioned: true,
    summary: 'Deletes a status page. Its monitors stay.',
    data: idOnly,
    call: async ({ services, id, change }: RouteRequest<unknown>) => {
      await services.statusPages.delete(id, change)
      return { id }
    },
  }),
  report: route({
    summary: 'Returns what readers of a status page are told now.',
    returns: 'status-page-report',
    call: ({ services, id }: RouteRequest<unknown>) => services.statusPages.report(id),
  }),
} satisfies RoutesOf<Operations['statusPages']>
