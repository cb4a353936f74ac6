import { defined } from '@telltale/core/ports'

interface Query {
  readonly limit?: string
  readonly after?: string
  readonly from?: string
  readonly to?: string
}

/** A request that names a record. */
export interface ById {
  readonly Params: { readonly id: string }
}

/** A request for a part of a list. */
export interface Part {
  readonly Querystring: Query
}

/** A request that hands something in. */
export interface Given<Options> {
  readonly Body: Options
}

/** The part of a list that a query asks for, in the services' units; whether it makes sense is theirs to say. */
export function part({ limit, from, to, ...rest }: Query) {
  return {
    ...rest,
    ...defined({
      limit: limit === undefined ? undefined : Number(limit),
      from: from === undefined ? undefined : Date.parse(from),
      to: to === undefined ? undefined : Date.parse(to),
    }),
  }
}
