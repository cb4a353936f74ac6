import type { JsonRecords } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import type { FastifyRequest } from 'fastify'

interface Query {
  readonly limit?: string
  readonly after?: string
  readonly from?: string
  readonly to?: string
}

/** The type of a request for one record. */
export interface ById {
  /** The id of the record. */
  readonly Params: { readonly id: string }
}

/** The type of a request for a page of a list. */
export interface ListRequest {
  /** The page and the time range. */
  readonly Querystring: Query
}

/** The type of a request with a body. */
export interface WithBody<Options> {
  /** The options of a service. */
  readonly Body: Options
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The kind of the records that the route returns; absent for one that returns something else. */
    readonly returns?: keyof JsonRecords
  }
}

/** Makes the options of a route that returns a record, a list of them or a page: their kind tells which members are times. */
export const returns = (record: keyof JsonRecords) => ({ config: { returns: record } })

/** Returns the route of a request, such as `/monitors/:id`. A slash at the end makes no other route. */
export const routeOf = ({ routeOptions }: FastifyRequest): string =>
  (routeOptions.url ?? '').replace(/\/$/, '')

/** Converts a query to the options of a service's list. The service validates them. */
export function listOptions({ limit, from, to, ...rest }: Query) {
  return {
    ...rest,
    ...defined({
      limit: limit === undefined ? undefined : Number(limit),
      from: from === undefined ? undefined : Date.parse(from),
      to: to === undefined ? undefined : Date.parse(to),
    }),
  }
}
