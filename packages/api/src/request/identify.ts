import type { OwnerServices, Telltale } from '@telltale/core'
import { UnauthorizedError } from '@telltale/core/errors'
import type { ApiOptions } from '../api.js'
import { count } from './rate-limits.js'
import type { RequestContext } from './request-context.js'

/** The owner whose request it is. */
export interface Caller {
  /** The owner's id. */
  readonly ownerId: string
  /** The owner's services. */
  readonly services: OwnerServices
}

/**
 * Finds the owner of a request, and counts it.
 *
 * @throws `UnauthorizedError` when it is not known who asks, `RequestError` when the owner's plan allows no more requests.
 */
export async function identify(
  telltale: Telltale,
  owner: ApiOptions['owner'],
  context: RequestContext,
): Promise<Caller> {
  const ownerId = await owner(context.req.raw)
  if (ownerId === undefined || ownerId === null)
    throw new UnauthorizedError('it is not known who you are; sign in, or send your token')
  const services = servicesOf(telltale, ownerId)
  const use = await services.quotas.countRequest()
  if (use) count(context, { policy: 'owner', ...use })
  return { ownerId, services }
}

function servicesOf(telltale: Telltale, ownerId: string): OwnerServices {
  try {
    return telltale.for(ownerId)
  } catch (cause) {
    // The caller has not chosen that name: the host's `owner` has.
    throw new TypeError('the option `owner` returned what is no owner', { cause })
  }
}
