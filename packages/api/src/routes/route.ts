import type { ChangeOptions, OwnerServices } from '@telltale/core'
import type { JsonRecords } from '@telltale/core/json'
import type { JsonSchema } from '../openapi/json-schema.js'
import type { QueryTypes } from '../request/read-query.js'
import type { SystemStatus } from '../system-status.js'

/** A request of an owner, read and bounded. The service that it is for validates its input. */
export interface RouteRequest<Input> {
  /** The services of the owner. */
  readonly services: OwnerServices
  /** The owner's id. */
  readonly ownerId: string
  /** The id in the path; empty where the path has none. */
  readonly id: string
  /** The second id in the path; empty where the path has none. */
  readonly productId: string
  /** The query of a GET, the body of any other method. */
  readonly input: Input
  /** The version that the record must have, for a route that is versioned. */
  readonly change: ChangeOptions
  /** Fires when the caller leaves. */
  readonly signal: AbortSignal
  /** Reads the state of the whole. */
  readonly systemStatus: (services: OwnerServices) => Promise<SystemStatus>
}

/** The members of an input that are times, `true` for each: they may be texts of ISO 8601 as well as epoch milliseconds. */
export interface InputTimes {
  readonly [name: string]: InputTimes | true
}

/**
 * A route: what the handler does for one operation, and what the OpenAPI says of it.
 *
 * @typeParam Input - the query or the body, as the client passes it.
 * @typeParam Output - the result, before its times become texts.
 */
export interface Route<Input, Output> {
  /** The operation in a few words. */
  readonly summary: string
  /** The kind of the records that it returns, by which their times become texts; absent where there are no times. */
  readonly returns?: keyof JsonRecords
  /** The schema of `data`, where no kind of records says it; `list` where it is that of the items. */
  readonly data?: JsonSchema
  /** `page` for a list in pages, `list` for a list as a whole. @default one result */
  readonly many?: 'page' | 'list'
  /** `true` where `data` may be `null`. @default false */
  readonly isNullable?: boolean
  /** The status of success. @default 200 */
  readonly status?: 201
  /** The types of the query, of a GET. @default none */
  readonly query?: QueryTypes
  /** The schema of the body, which describes and does not check: the service does. @default none */
  readonly body?: JsonSchema
  /** `true` where the body may be left out. @default false */
  readonly isBodyOptional?: boolean
  /** `true` where `If-Match` names the version that the record must have. @default false */
  readonly isVersioned?: boolean
  /** The times in the body. @default none */
  readonly times?: InputTimes
  /** Makes `data` of the result, where no kind of records tells which members are times. @default the result as it is */
  readonly toData?: (result: Output) => unknown
  /** Does it. */
  readonly call: (request: RouteRequest<Input>) => Promise<Output>
}

/** A route of any input and output. */
// biome-ignore lint/suspicious/noExplicitAny: the output stands on both sides of a function.
export type AnyRoute = Route<any, any>

/** Types a route by what it does. */
export const route = <Input, Output>(given: Route<Input, Output>): Route<Input, Output> => given

/** Routes by the names of their operations. */
export type RoutesOf<Service> = { readonly [Name in keyof Service]: AnyRoute }
