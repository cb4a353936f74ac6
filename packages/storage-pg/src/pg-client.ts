import { defined } from '@telltale/core/ports'

/** A query, in the words of `pg`. */
export interface PgQuery {
  readonly name?: string
  readonly text: string
  readonly values: (string | null)[]
  readonly rowMode: 'array'
  readonly types: { getTypeParser(): (value: string) => string }
}

/** The part of a client of `pg` that is used. */
export interface PgClientLike {
  /** Runs a query. */
  query(query: PgQuery): Promise<{ readonly rows: unknown[][]; readonly rowCount: number | null }>
  /** Listens for a lost connection. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Stops listening for a lost connection. */
  removeListener(event: 'error', listener: (error: Error) => void): unknown
  /** Gives the client back to its pool, or closes its connection when that is broken. */
  release(broken?: boolean): void
}

/** A connection beside a pool, as the class `Client` of `pg` makes it. */
export interface PgSingleClient {
  /** Opens the connection. */
  connect(): Promise<unknown>
  /** Runs a query. */
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly object[] }>
  /** Listens for notifications, and for a lost connection. */
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown
  /** Closes the connection. */
  end(): Promise<void>
}

/** The part of a `Pool` of `pg` that is used. */
export interface PgPoolLike {
  /** Takes a client from the pool. */
  connect(): Promise<PgClientLike>
}

/** The means by which a `Pool` of `pg` opens its connections. Its types do not tell of the class. */
interface PoolParts {
  readonly Client?: new (config: object) => PgSingleClient
  readonly options?: { readonly password?: unknown }
}

/** The longest wait for a connection. */
export const connectTimeoutMs = 10_000

/**
 * Makes a connection beside a pool, to the same server. Returns `undefined` where the pool does not tell how it opens
 * them. An error of the connection ends it, and is no error of the process.
 */
export function clientBeside(pool: PgPoolLike, timeoutMs = connectTimeoutMs): PgSingleClient | undefined {
  const { Client, options } = pool as PoolParts
  if (!Client || !options) return undefined
  // The password of a pool is not enumerable.
  const { password } = options
  return quiet(new Client({ ...options, ...defined({ password }), connectionTimeoutMillis: timeoutMs }))
}

/** Keeps a lost connection from ending the process. */
export function quiet(client: PgSingleClient): PgSingleClient {
  client.on('error', () => undefined)
  return client
}

/** The part of a client's inside that closes it whether the server answers or not. */
interface Destroyable {
  readonly connection?: { readonly stream?: { destroy(): void } }
}

/** Closes a connection at once. */
export function destroyClient(client: PgSingleClient): void {
  void client.end().catch(() => undefined)
  ;(client as Destroyable).connection?.stream?.destroy()
}
