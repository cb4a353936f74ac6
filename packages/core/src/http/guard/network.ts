import { TelltaleError } from '../../errors/index.js'
import type { Network } from '../../ports/index.js'
import { connectionError } from '../client/connection-error.js'
import { guardedConnect } from './connect.js'
import type { Resolve } from './resolve.js'

/** Makes the network port of adapters. */
export const guardedNetwork = (resolve: Resolve): Network => ({
  connect: (options) => guardedConnect(resolve, options),
  lookup: async (hostname, { trust = 'untrusted' } = {}) => {
    try {
      return await resolve(hostname.replace(/^\[(.*)\]$/, '$1'), trust)
    } catch (cause) {
      throw TelltaleError.is(cause) ? cause : connectionError(hostname, cause)
    }
  },
})
