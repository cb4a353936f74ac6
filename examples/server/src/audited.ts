import type { Api } from '@telltale/api'
import type { AuditOptions } from '@telltale/core'
import { defined } from '@telltale/core/ports'

/** Writes an entry of the audit log for who sent a request. */
export type AuditWriter = (request: Request, entry: Omit<AuditOptions, 'who'>) => Promise<void>

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
const anId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/**
 * Wraps the API, so that each call that changed something is in the audit log.
 *
 * @param onError - is told why an entry could not be written. The change is made by then, and the answer says so.
 */
export function audited(
  api: Pick<Api, 'fetch'>,
  write: AuditWriter,
  onError: (error: unknown) => void,
): Pick<Api, 'fetch'> {
  return {
    fetch: async (request, connection) => {
      const response = await api.fetch(request, connection)
      if (response.ok && !reading.has(request.method))
        await entryOf(request, response)
          .then((entry) => write(request, entry))
          .catch(onError)
      return response
    },
  }
}

async function entryOf(request: Request, response: Response): Promise<Omit<AuditOptions, 'who'>> {
  const { pathname } = new URL(request.url)
  const { data } = (await response.clone().json()) as { readonly data: { readonly id?: string } | null }
  return {
    what: `${request.method} ${pathname}`.slice(0, 200),
    details: { requestId: response.headers.get('x-request-id') },
    ...defined({ record: anId.exec(pathname)?.[0] ?? data?.id }),
  }
}
