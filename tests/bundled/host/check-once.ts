import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { http } from '@telltale/adapters/http'
import { createTelltale } from '@telltale/core'
import { type PgStorageOptions, pgStorage } from '@telltale/storage-pg'

/** Checks a server on loopback once, as a host app would, and resolves to what was stored. */
export async function checkOnce(storage: PgStorageOptions) {
  const target = createServer((_request, response) => response.end('well')).listen(0, '127.0.0.1')
  await new Promise((resolve) => target.once('listening', () => resolve(undefined)))
  const { port } = target.address() as AddressInfo
  const telltale = createTelltale({
    storage: pgStorage(storage),
    adapters: [http()],
    http: { allow: ['127.0.0.1'] },
  })
  try {
    await telltale.start()
    const { id } = await telltale.monitors.create({
      name: 'Shop',
      url: `http://127.0.0.1:${port}/`,
      paused: true,
    })
    await telltale.monitors.check(id)
    const { items } = await telltale.monitors.checks(id)
    return { statuses: items.map(({ httpStatus }) => httpStatus) }
  } finally {
    await telltale.close()
    target.close()
  }
}

/** The storage that the environment names. */
export function storageOf({ DATABASE_URL, DATABASE_FOLDER }: NodeJS.ProcessEnv): PgStorageOptions {
  if (DATABASE_URL !== undefined) return { connectionString: DATABASE_URL, schema: 'bundled' }
  return { directory: DATABASE_FOLDER ?? 'data' }
}
