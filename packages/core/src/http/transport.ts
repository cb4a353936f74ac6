import { TelltaleError } from '../errors/index.js'
import type { Agents } from './agents.js'
import { acceptedEncodings, unpackBody } from './body.js'
import type { Send } from './call.js'
import { connectionError } from './connection-error.js'
import { exchange } from './exchange.js'
import { redirectLocation } from './redirect.js'

/** Returns the last part of every chain: what asks over the guarded connections, once. */
export function transport(agents: Agents, userAgent: string): Send {
  return async (call) => {
    const { url } = call
    const asked = {
      accept: '*/*',
      ...call.headers,
      'user-agent': userAgent,
      'accept-encoding': acceptedEncodings,
    }
    const { status, headers, body } = await exchange(await agents.get(call.trust), call, asked).catch(
      (cause) => {
        throw TelltaleError.is(cause) ? cause : connectionError(url.host, cause)
      },
    )
    const encoding = headers['content-encoding']
    const leadsOn = call.redirect === 'follow' && redirectLocation(status, headers) !== undefined
    if (encoding === undefined || leadsOn) return { url: url.href, status, headers, body }
    const unpacked = await unpackBody(body, { host: url.host, encoding, maxBytes: call.maxBytes })
    return { url: url.href, status, headers, body: unpacked }
  }
}
