import type { AskBusy } from './answer-watch.js'
import { clientBeside, destroyClient, type PgPoolLike, type PgSingleClient } from './pg-client.js'

/** The longest wait for an answer about other connections. */
const askTimeoutMs = 3_000

/**
 * Returns the function that asks a server about its processes, over a connection of its own each time. Behind a pooler
 * the numbers that clients know are not those of the server's processes, and there is no answer.
 */
export function askBusyOver(open: () => Promise<PgPoolLike>): AskBusy {
  return async (processIds) => {
    const client = clientBeside(await open(), askTimeoutMs)
    if (!client) return undefined
    let timer: NodeJS.Timeout | undefined
    // A client that is closed while it connects settles nothing.
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), askTimeoutMs)
    })
    try {
      return await Promise.race([ask(client, processIds), late])
    } finally {
      clearTimeout(timer)
      destroyClient(client)
    }
  }
}

async function ask(client: PgSingleClient, processIds: readonly number[]) {
  await client.connect()
  const { rows } = await client.query(
    `select pid, pid = pg_backend_pid() as own from pg_stat_activity
      where pid = pg_backend_pid() or (pid = any($1::int[]) and state = 'active'
        and wait_event is distinct from 'ClientWrite')`,
    [processIds],
  )
  const found = rows as readonly { readonly pid: number; readonly own: boolean }[]
  const { processID } = client as { readonly processID?: number }
  if (found.find(({ own }) => own)?.pid !== processID) return undefined
  return new Set(found.map(({ pid }) => pid))
}
