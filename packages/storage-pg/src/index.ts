export type { PgClientLike, PgPoolLike } from './pg-driver.js'
export { type PgStorageOptions, pgStorage, type TableDefinitions } from './pg-storage.js'
export type { PgliteLike } from './pglite-driver.js'
