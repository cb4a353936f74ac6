import type { AcknowledgeOptions, IncidentQuery, NoteOptions } from '@telltale/core'
import { boolean, objectOf, text } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

/** Input whose `who` is the owner's id when it is left out. */
type ByOwner<Options extends { readonly who: string }> = Omit<Options, 'who'> & { readonly who?: string }

/** The routes of incidents. */
export const incidentRoutes = {
  list: route({
    summary: 'Returns a page of the incidents of one monitor or of all, the last started first.',
    returns: 'incident',
    many: 'page',
    query: { ...listQuery, monitorId: 'text' },
    call: ({ services, input }: RouteRequest<IncidentQuery>) => services.monitors.incidents(input),
  }),
  get: route({
    summary: 'Returns an incident.',
    returns: 'incident',
    call: ({ services, id }: RouteRequest<unknown>) => services.monitors.incident(id),
  }),
  acknowledge: route({
    summary: 'Records who takes care of an open incident: the owner, unless `who` says otherwise.',
    returns: 'incident',
    body: objectOf({ who: text, text, isPublic: boolean }),
    isBodyOptional: true,
    call: ({ services, id, ownerId, input }: RouteRequest<ByOwner<AcknowledgeOptions> | undefined>) =>
      services.monitors.acknowledge(id, { who: ownerId, ...input }),
  }),
  note: route({
    summary: "Adds somebody's note to an incident: the owner's, unless `who` says otherwise.",
    returns: 'incident',
    status: 201,
    body: objectOf({ who: text, text, isPublic: boolean }, 'text'),
    call: ({ services, id, ownerId, input }: RouteRequest<ByOwner<NoteOptions>>) =>
      services.monitors.note(id, { who: ownerId, ...input }),
  }),
} satisfies RoutesOf<Operations['incidents']>
