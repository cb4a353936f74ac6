import { AdapterError, ForbiddenError } from '../../errors/index.js'
import { dayMs } from '../../time/index.js'
import { type HttpCall, type Middleware, markRejectedLocally } from '../client/call.js'
import { unlessAborted } from '../client/time-limit.js'
import type { SiteRateLimiter } from './rate-limiter.js'
import { registrableDomain } from './registrable-domain.js'
import type { RobotsFiles } from './robots.js'

/** The dependencies and settings of {@link politeness}. */
export interface PolitenessSettings {
  readonly rateLimiter: SiteRateLimiter
  readonly robots: RobotsFiles
  /** The minimum time between two calls to one site. */
  readonly gapMs: number
  /** Sites whose owners allow what their robots.txt forbids. */
  readonly permitted: ReadonlySet<string>
}

/**
 * Returns middleware that checks polite calls against robots.txt and sends them at the rate that the host and the site
 * set. Runs for every redirect anew, since it may lead to another site.
 */
export function politeness({ rateLimiter, robots, gapMs, permitted }: PolitenessSettings): Middleware {
  return async (call, next) => {
    if (!call.polite) return next(call)
    const domain = await registrableDomain(call.url.hostname)
    if (permitted.has(domain)) return rateLimiter.send(domain, gapMs, call, next)
    const {
      isAllowed,
      unknownBecause,
      crawlDelayMs = 0,
    } = await call.time.uncounted(() => unlessAborted(call, robots.rulesFor(call)))
    if (unknownBecause !== undefined) throw robotsUnknown(unknownBecause)
    if (!isAllowed(call.url)) throw forbiddenByRobots(call)
    if (crawlDelayMs > maxCrawlDelayMs) throw delayTooLong(call)
    return rateLimiter.send(domain, Math.max(gapMs, crawlDelayMs), call, next)
  }
}

/** The longest delay between two calls that is kept. A site that asks for more does not want to be read. */
const maxCrawlDelayMs = dayMs

const delayTooLong = ({ url }: HttpCall): ForbiddenError =>
  new ForbiddenError(
    `the robots.txt of ${url.host} asks for more than a day between two calls, so its pages are not read`,
  )

const robotsUnknown = (reason: string): AdapterError =>
  markRejectedLocally(new AdapterError(`${reason}, so its robots.txt is unknown`, { retryable: true }))

const forbiddenByRobots = ({ url }: HttpCall): ForbiddenError =>
  new ForbiddenError(
    `the robots.txt of ${url.host} does not allow this page; where its owner does, name the site in \`politeness.permitted\` of the http options`,
  )
