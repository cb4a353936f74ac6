export type { PgClientLike, PgPoolLike } from './pg-client.js'
export { type PgStorageOptions, pgStorage, type TableDefinitions } from './pg-storage.js'
export type { PgliteLike } from './pglite-driver.js'
