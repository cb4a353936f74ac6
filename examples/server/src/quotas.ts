import {
  type Duration,
  ForbiddenError,
  type OwnerServices,
  parseDuration,
  ValidationError,
} from '@telltale/core'
import { defined } from '@telltale/core/ports'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Limits } from './limits.js'
import { routeOf } from './requests.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Lets the next creation of the same owner begin. */
    endTurn?: () => void
  }
}

/** Adds the limits on records and intervals to the routes that create and change monitors and products. */
export function addQuotas(app: FastifyInstance, limits: Limits): void {
  const queues = new Map<string, Promise<unknown>>()
  /** Holds up a creation until the last one of the same owner is stored, so that two at once do not pass the limit. */
  const takeTurn = async (request: FastifyRequest): Promise<void> => {
    const before = queues.get(request.owner)
    let resolve = () => {}
    const promise = new Promise<void>((done) => {
      resolve = done
    })
    queues.set(request.owner, promise)
    request.endTurn = () => {
      if (queues.get(request.owner) === promise) queues.delete(request.owner)
      resolve()
    }
    await before
  }
  const countsOf = {
    '/monitors': [limits.monitorsPerOwner, countMonitors],
    '/products': [limits.productsPerOwner, countProducts],
  } as const

  app.decorateRequest('endTurn')
  app.addHook('preHandler', async (request) => {
    if (request.method === 'POST' || request.method === 'PATCH') checkInterval(request.body, limits)
    const created = countsOf[routeOf(request) as keyof typeof countsOf]
    if (request.method !== 'POST' || !created) return
    const [max, count] = created
    await takeTurn(request)
    if ((await count(request.owned)) >= max)
      throw new ForbiddenError(`you have ${max} of them, the most that you may have; delete one first`)
  })
  app.addHook('onResponse', async (request) => request.endTurn?.())
}

const mostPerPage = 200

const countMonitors = ({ monitors }: OwnerServices) => count((after) => monitors.list(pageAfter(after)))
const countProducts = ({ products }: OwnerServices) => count((after) => products.list(pageAfter(after)))

const pageAfter = (after: string | undefined) => ({ limit: mostPerPage, ...defined({ after }) })

async function count(
  read: (
    after: string | undefined,
  ) => Promise<{ readonly items: readonly unknown[]; readonly next?: string }>,
): Promise<number> {
  let total = 0
  let after: string | undefined
  do {
    const page = await read(after)
    total += page.items.length
    after = page.next
  } while (after !== undefined)
  return total
}

/** Refuses an interval that is shorter than allowed. Whatever is no interval is left to the service. */
function checkInterval(body: unknown, { minEverySeconds }: Limits): void {
  const { every, cron } = Object(body)
  // A cron expression of six fields has seconds.
  const fields = String(Object(cron).expression).trim().split(/\s+/).length
  if (fields <= 5 && millisecondsOf(every) >= 1_000 * minEverySeconds) return
  const message = `expected at least ${minEverySeconds} s between two checks`
  throw new ValidationError('the body', [{ path: 'every', message }])
}

function millisecondsOf(every: unknown): number {
  try {
    return parseDuration(every as Duration)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
