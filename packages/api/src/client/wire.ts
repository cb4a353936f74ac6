import type { PriceCut, Threshold } from '@telltale/core/cars'
import type { AnyRoute, Route } from '../routes/route.js'
import type { RequestOptions } from './send.js'

/** The names of members that are times. A member that has one and is no number is no time. */
type TimeName =
  | 'at'
  | 'from'
  | 'to'
  | 'since'
  | 'keptUntil'
  | `${string}At`
  | `${string}Since`
  | `${string}From`

/** A value as it stands in an answer: its times are texts of ISO 8601. The `from` and `to` of a threshold and of a cut of a price are figures. */
export type Wire<Value> = Value extends Threshold
  ? Value
  : Value extends PriceCut
    ? WireCut
    : Value extends readonly (infer Item)[]
      ? readonly Wire<Item>[]
      : Value extends object
        ? {
            readonly [Name in keyof Value]: Name extends TimeName ? WireTime<Value[Name]> : Wire<Value[Name]>
          }
        : Value

/** A cut of a price: `from` and `to` are prices. */
type WireCut = Omit<PriceCut, 'at'> & { readonly at: string }

type WireTime<Value> = Value extends number ? string : Wire<Value>

/** The ids in a path, in their order. */
type Ids<Path> = Path extends `${string}:${string}/${infer Rest}`
  ? [id: string, ...Ids<Rest>]
  : Path extends `${string}:${string}`
    ? [id: string]
    : []

/** The query or the body of a route; options of the request may stand beside it. */
type Inputs<Input> = unknown extends Input
  ? [options?: RequestOptions]
  : undefined extends Input
    ? [input?: NonNullable<Input> & RequestOptions]
    : object extends Input
      ? [input?: Input & RequestOptions]
      : [input: Input & RequestOptions]

/** A list in pages. Awaited, it is its first page; in `for await`, it is every item from there on. */
export interface WirePages<Item> extends Promise<WirePage<Item>>, AsyncIterable<Item> {}

/** A page of a list. */
export interface WirePage<Item> {
  /** The items of this page. */
  readonly items: readonly Item[]
  /** The cursor to pass as `after` for the next page; absent on the last page. */
  readonly next?: string
  /** The number of records on all pages; absent where the query did not ask with `total`, or counting would read them all. */
  readonly total?: number
}

/** The answer to an operation. */
type Answer<Output> = Output extends { readonly items: readonly (infer Item)[]; readonly next?: string }
  ? WirePages<Wire<Item>>
  : [Output] extends [readonly (infer Item)[]]
    ? Promise<{ readonly items: readonly Wire<Item>[] }>
    : Promise<Wire<Exclude<Output, undefined>> | (undefined extends Output ? null : never)>

/** A function of the client for an operation. */
type Call<Operation, Given extends AnyRoute> =
  Given extends Route<infer Input, infer Output>
    ? (...given: [...Ids<Operation>, ...Inputs<Input>]) => Answer<Output>
    : never

/** The functions of the client for the operations of a service. */
export type Calls<Service, Given> = {
  readonly [Name in keyof Service & keyof Given]: Given[Name] extends AnyRoute
    ? Call<Service[Name], Given[Name]>
    : never
}
