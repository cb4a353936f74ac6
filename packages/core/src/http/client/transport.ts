import { TelltaleError } from '../../errors/index.js'
import { omit } from '../../options/index.js'
import type { Agents } from './agents.js'
import type { CallHandler, HttpCall, SendPermit } from './call.js'
import { connectionError } from './connection-error.js'
import { acceptedEncodings } from './content-decoder.js'
import { exchange } from './exchange.js'

/** The innermost handler of every pipeline. */
export interface Transport {
  /** Sends one request over the guarded connections. */
  readonly send: CallHandler
  /**
   * Opens a connection for a call that will be sent soon, unless one is idle, within the time limits of the call.
   * Resolves to the error when there is none.
   */
  preconnect(call: HttpCall): Promise<TelltaleError | undefined>
}

/** A permit that is never given, so that a connection is opened and no request written. */
const neverPermitted: SendPermit = { tryAcquire: () => false, renew: async () => {} }

/** Returns the transport over the connections of these agents. */
export function transport(agents: Agents, userAgent: string): Transport {
  const send: CallHandler = async (call) => {
    const { url, connectError } = call
    if (connectError) throw connectError
    const headers = {
      accept: '*/*',
      ...call.headers,
      'user-agent': userAgent,
      'accept-encoding': acceptedEncodings,
    }
    const agent = await agents.get(call.trust)
    for (;;) {
      const response = await exchange(agent, call, headers).catch((cause) => {
        throw toError(call, cause)
      })
      if (response)
        return { url: url.href, status: response.status, headers: response.headers, body: response.body }
      await call.permit?.renew()
    }
  }
  const preconnect: Transport['preconnect'] = async (call) => {
    const request = { ...omit(call, 'body'), permit: neverPermitted }
    try {
      await exchange(await agents.get(call.trust), request, {})
      return undefined
    } catch (cause) {
      return toError(call, cause)
    }
  }
  return { send, preconnect }
}

const toError = ({ url }: HttpCall, cause: unknown): TelltaleError =>
  TelltaleError.is(cause) ? cause : connectionError(url.host, cause)
