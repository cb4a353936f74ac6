import type { PgTableFn } from 'drizzle-orm/pg-core'

/** A function of drizzle-orm that makes a table: `pgTable`, or the `table` of a schema. */
export type MakeTable = PgTableFn<string | undefined>
