import { TelltaleError } from '../../errors/index.js'
import type { Agents } from './agents.js'
import { acceptedEncodings } from './body.js'
import type { HttpCall, Send, Turn } from './call.js'
import { connectionError } from './connection-error.js'
import { exchange } from './exchange.js'

/** The last part of every chain. */
export interface Transport {
  /** Asks over the guarded connections, once. */
  readonly send: Send
  /**
   * Opens a connection for a call whose turn comes soon, unless one is free; the call's limits hold for that too.
   * Resolves to why there is none.
   */
  prepare(call: HttpCall): Promise<TelltaleError | undefined>
}

/** Keeps a request from being written once there is a connection for it. */
const notYet: Turn = { take: () => false, again: async () => {} }

/** Returns what asks over the connections of these agents. */
export function transport(agents: Agents, userAgent: string): Transport {
  const send: Send = async (call) => {
    const { url, unreachable } = call
    if (unreachable) throw unreachable
    const asked = {
      accept: '*/*',
      ...call.headers,
      'user-agent': userAgent,
      'accept-encoding': acceptedEncodings,
    }
    const agent = await agents.get(call.trust)
    for (;;) {
      const answer = await exchange(agent, call, asked).catch((cause) => {
        throw toError(call, cause)
      })
      if (answer) return { url: url.href, status: answer.status, headers: answer.headers, body: answer.body }
      await call.turn?.again()
    }
  }
  const prepare: Transport['prepare'] = async (call) => {
    const { body: _, ...bare } = call
    try {
      await exchange(await agents.get(call.trust), { ...bare, turn: notYet }, {})
      return undefined
    } catch (cause) {
      return toError(call, cause)
    }
  }
  return { send, prepare }
}

const toError = ({ url }: HttpCall, cause: unknown): TelltaleError =>
  TelltaleError.is(cause) ? cause : connectionError(url.host, cause)
