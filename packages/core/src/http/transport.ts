import { TelltaleError } from '../errors/index.js'
import type { Agents } from './agents.js'
import { acceptedEncodings } from './body.js'
import type { HttpCall, Send } from './call.js'
import { connectionError } from './connection-error.js'
import { exchange } from './exchange.js'

/** The last part of every chain. */
export interface Transport {
  /** Asks over the guarded connections, once. */
  readonly send: Send
  /** Loads what the first call needs, so that it is not waited for later. */
  prepare(call: HttpCall): Promise<unknown>
}

/** Returns what asks over the connections of these agents. */
export function transport(agents: Agents, userAgent: string): Transport {
  const send: Send = async (call) => {
    const { url } = call
    const asked = {
      accept: '*/*',
      ...call.headers,
      'user-agent': userAgent,
      'accept-encoding': acceptedEncodings,
    }
    const agent = await agents.get(call.trust)
    for (;;) {
      const answer = await exchange(agent, call, asked).catch((cause) => {
        throw TelltaleError.is(cause) ? cause : connectionError(url.host, cause)
      })
      if (answer) return { url: url.href, status: answer.status, headers: answer.headers, body: answer.body }
      await call.turn?.again()
    }
  }
  return { send, prepare: (call) => agents.get(call.trust) }
}
