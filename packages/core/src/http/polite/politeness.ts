import { ForbiddenError } from '../../errors/index.js'
import type { HttpCall, Step } from '../client/call.js'
import { unlessAborted } from '../client/time-limit.js'
import type { Pace } from './pace.js'
import { registrableDomain } from './registrable-domain.js'
import type { RobotsFiles } from './robots.js'

/** What {@link politeness} is made of. */
export interface PolitenessParts {
  readonly pace: Pace
  readonly robots: RobotsFiles
  /** The least time between two calls to one site. */
  readonly gapMs: number
  /** Sites whose owners allowed what their robots.txt does not. */
  readonly permitted: ReadonlySet<string>
}

/**
 * Returns the step that asks as a guest: as robots.txt allows, and at the pace that the host and the site set. On every
 * redirect anew, since it may lead to another site.
 */
export function politeness({ pace, robots, gapMs, permitted }: PolitenessParts): Step {
  return async (call, next) => {
    if (!call.polite) return next(call)
    const domain = await registrableDomain(call.url.hostname)
    if (permitted.has(domain)) return pace.take(domain, gapMs, call, next)
    const { isAllowed, crawlDelayMs = 0 } = await call.time.uncounted(() =>
      unlessAborted(call, robots.rulesFor(call)),
    )
    if (!isAllowed(call.url)) throw forbidden(call)
    return pace.take(domain, Math.max(gapMs, crawlDelayMs), call, next)
  }
}

const forbidden = ({ url }: HttpCall): ForbiddenError =>
  new ForbiddenError(
    `the robots.txt of ${url.host} does not allow this page; where its owner does, name the site in \`politeness.permitted\` of the http options`,
  )
