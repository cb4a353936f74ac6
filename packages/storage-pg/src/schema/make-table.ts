import type { PgTableFn } from 'drizzle-orm/pg-core'

/** What makes a table of drizzle-orm: `pgTable`, or the `table` of a schema. */
export type MakeTable = PgTableFn<string | undefined>
