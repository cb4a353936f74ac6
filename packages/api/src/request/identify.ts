import type { OwnerServices, Telltale } from '@telltale/core'
import { UnauthorizedError } from '@telltale/core/errors'
import type { ApiOptions } from '../api.js'

/** The owner whose request it is. */
export interface Caller {
  /** The owner's id. */
  readonly ownerId: string
  /** The owner's services. */
  readonly services: OwnerServices
}

/**
 * Finds the owner of a request.
 *
 * @throws `UnauthorizedError` when it is not known who asks.
 */
export async function identify(
  telltale: Telltale,
  owner: ApiOptions['owner'],
  request: Request,
): Promise<Caller> {
  const ownerId = await owner(request)
  if (ownerId === undefined || ownerId === null)
    throw new UnauthorizedError('it is not known who you are; sign in, or send your token')
  return { ownerId, services: servicesOf(telltale, ownerId) }
}

function servicesOf(telltale: Telltale, ownerId: string): OwnerServices {
  try {
    return telltale.for(ownerId)
  } catch (cause) {
    // The caller has not chosen that name: the host's `owner` has.
    throw new TypeError('the option `owner` returned what is no owner', { cause })
  }
}
