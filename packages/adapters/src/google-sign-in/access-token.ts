import { AdapterError, TelltaleError } from '@telltale/core'
import type { Http } from '@telltale/core/ports'
import type { ServiceAccount } from './service-account.js'

/**
 * The part of `google-auth-library` that is used: a client that fetches tokens and caches them while they are valid.
 */
interface TokenClient {
  getAccessToken(): Promise<{ readonly token?: string | null }>
}

/** The account, and what it signs in for. */
export interface SignIn extends ServiceAccount {
  /** The scope of the tokens, such as `https://www.googleapis.com/auth/content`. */
  readonly scope: string
}

/**
 * Returns a function that gives access tokens of a service account. The library is loaded with the first; its requests go
 * through `http`.
 */
export function accessTokens(
  id: string,
  { clientEmail, privateKey, scope }: SignIn,
): (http: Http) => Promise<string> {
  const clients = new WeakMap<Http, Promise<TokenClient>>()
  const open = async (http: Http): Promise<TokenClient> => {
    const { JWT } = await loadLibrary(id)
    const transporterOptions = { fetchImplementation: http.fetch as typeof fetch }
    return new JWT({ email: clientEmail, key: privateKey, scopes: [scope], transporterOptions })
  }
  return async (http) => {
    const client = clients.get(http) ?? open(http)
    clients.set(http, client)
    try {
      const { token } = await (await client).getAccessToken()
      if (token) return token
    } catch (cause) {
      clients.delete(http)
      throw failure(id, cause)
    }
    throw new AdapterError(`${id}: Google gave no access token`)
  }
}

async function loadLibrary(id: string): Promise<typeof import('google-auth-library')> {
  try {
    return await import('google-auth-library')
  } catch (cause) {
    throw new AdapterError(`${id}: install \`google-auth-library\`, which signs in at Google`, { cause })
  }
}

/** Converts an error of the library. It wraps what its `fetch` threw: an error of the engine is looked for within. */
function failure(id: string, cause: unknown): Error {
  for (let each = cause; each instanceof Error; each = each.cause) if (TelltaleError.is(each)) return each
  const message = cause instanceof Error ? cause.message : String(cause)
  return new AdapterError(`${id}: Google refused the service account: ${message}`, { cause })
}
