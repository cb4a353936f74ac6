import type { HistoryOptions, ListOptions, SearchDefinition, SearchPatch } from '@telltale/core'
import { idOnly } from '../openapi/data-schemas.js'
import {
  boolean,
  duration,
  integer,
  listOf,
  nullable,
  number,
  objectOf,
  oneOf,
  text,
} from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { historyQuery, listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

const criteria = objectOf({
  makes: listOf(text),
  models: listOf(text),
  trims: listOf(text),
  yearMin: integer,
  yearMax: integer,
  priceMin: number,
  priceMax: number,
  mileageMax: number,
  fuels: listOf(text),
  bodies: listOf(text),
  locations: listOf(text),
  radiusMiles: number,
  sellers: listOf(oneOf('dealer', 'private')),
  sources: listOf(text),
})

const cron = objectOf({ expression: text, timeZone: text }, 'expression')
const deal = objectOf({ minProfitUsd: number, minConfidence: number, maxRisk: number })
const missedRuns = oneOf('once', 'skip')

const members = {
  criteria,
  every: duration,
  cron,
  missedRuns,
  destinationZip: text,
  buyerState: text,
  deal,
}

const nullableMembers = Object.fromEntries(
  Object.entries(members).map(([name, schema]) => [name, nullable(schema)]),
)

const keeping = {
  list: route({
    summary: 'Returns a page of the searches, in the order in which they were created.',
    returns: 'search',
    many: 'page',
    query: listQuery,
    call: ({ services, input }: RouteRequest<ListOptions>) => services.searches.list(input),
  }),
  create: route({
    summary: 'Saves a search for cars, which runs by its schedule.',
    returns: 'search',
    status: 201,
    body: objectOf({ name: text, ...members, paused: boolean }, 'name'),
    call: ({ services, input }: RouteRequest<SearchDefinition>) => services.searches.create(input),
  }),
  get: route({
    summary: 'Returns a search.',
    returns: 'search',
    call: ({ services, id }: RouteRequest<unknown>) => services.searches.get(id),
  }),
  update: route({
    isVersioned: true,
    summary: 'Changes the named members of a search; `null` takes one off, or back to its default.',
    returns: 'search',
    body: objectOf({ name: text, ...nullableMembers }),
    call: ({ services, id, input, change }: RouteRequest<SearchPatch>) =>
      services.searches.update(id, input, change),
  }),
  delete: route({
    isVersioned: true,
    summary: 'Deletes a search with its runs. What it found stays.',
    data: idOnly,
    call: async ({ services, id, change }: RouteRequest<unknown>) => {
      await services.searches.delete(id, change)
      return { id }
    },
  }),
  pause: route({
    summary: 'Pauses the schedule of a search.',
    returns: 'search',
    call: ({ services, id }: RouteRequest<unknown>) => services.searches.pause(id),
  }),
  resume: route({
    summary: 'Resumes the schedule of a search from its next slot.',
    returns: 'search',
    call: ({ services, id }: RouteRequest<unknown>) => services.searches.resume(id),
  }),
}

/** The routes of saved searches for cars. */
export const searchRoutes = {
  ...keeping,
  run: route({
    summary: 'Runs a search now, and answers when the run has ended.',
    returns: 'search-run',
    call: ({ services, id, signal }: RouteRequest<unknown>) => services.searches.run(id, { signal }),
  }),
  runs: route({
    summary: 'Returns a page of the runs of a search, newest first, with the progress of one that goes on.',
    returns: 'search-run',
    many: 'page',
    query: listQuery,
    call: ({ services, id, input }: RouteRequest<ListOptions>) => services.searches.runs(id, input),
  }),
  cancel: route({
    summary: 'Cancels the run of a search that goes on, and returns it.',
    returns: 'search-run',
    isNullable: true,
    call: ({ services, id }: RouteRequest<unknown>) => services.searches.cancel(id),
  }),
  missedSlots: route({
    summary: 'Returns a page of the slots that a search missed, newest first.',
    returns: 'missed-slots',
    many: 'page',
    query: historyQuery,
    call: ({ services, id, input }: RouteRequest<HistoryOptions>) => services.searches.missedSlots(id, input),
  }),
} satisfies RoutesOf<Operations['searches']>
