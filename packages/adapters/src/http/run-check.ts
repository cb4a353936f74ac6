import type { Socket } from 'node:net'
import type { AdapterContext, Measurement, ProbeTarget } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { Fault } from '../probing/check-error.js'
import { connect, firstPhaseOf } from '../probing/connection.js'
import { measure, type Run } from '../probing/measure.js'
import { attempt } from '../probing/retries.js'
import { judge } from './check-assertions.js'
import { nextRequest, type Request, requestFor } from './request.js'
import type { Answer } from './response.js'
import { exchange } from './send-request.js'
import type { Settings } from './settings.js'

/**
 * Measures a target, again where it fails and retries are left.
 *
 * @throws `TelltaleError` of code `ABORTED` when the context's signal fires, and an `AdapterError` when this machine
 * has no socket left.
 */
export async function check(
  target: ProbeTarget,
  context: AdapterContext,
  settings: Settings,
): Promise<Measurement> {
  const { url } = target
  const measurement = await attempt(target, settings.retries, (limited) =>
    measure(limited, context, {
      firstPhase: settings.connections?.has(url) ? 'firstByteMs' : firstPhaseOf(url),
      limits: settings.limits,
      go: (run) => follow(url, settings, run),
    }),
  )
  const { failure } = measurement
  if (!failure || settings.secrets.length === 0) return measurement
  return { ...measurement, failure: { ...failure, message: settings.conceal(failure.message) } }
}

/** Asks the target, and whatever it redirects to, and judges the last answer. */
async function follow(target: URL, settings: Settings, run: Run): Promise<void> {
  run.facts.redirects = 0
  let request = requestFor(target, settings)
  const visited = new Set([request.key])
  for (;;) {
    const answer = await ask(request, settings, run)
    if (answer.location === undefined) return judge(answer, settings.assertions, run)
    request = nextRequest(answer, request, visited, settings)
    visited.add(request.key)
    run.facts.redirects += 1
  }
}

/** Asks once: over a connection of its own that is gone afterwards, unless connections are to be kept. */
async function ask(request: Request, settings: Settings, run: Run): Promise<Answer> {
  const kept = settings.connections?.take(request.url)
  if (kept) {
    try {
      return await askOver(kept, request, settings, run)
    } catch (error) {
      // The server may have closed it a moment before; that says nothing of how it answers.
      if (!request.mayRepeat || run.isEnding || !isStale(error, run)) throw error
    }
  }
  const { url } = request
  const secure = url.protocol === 'https:'
  delete run.facts.certificateExpiresAt
  // Node reads its root certificates when the first context is made; that is no part of any target's latency.
  run.watch.pause()
  const socket = await connect(
    {
      url,
      defaultPort: secure ? 443 : 80,
      family: settings.family,
      ...defined({
        tls: secure ? { context: settings.secureContext(), protocols: ['http/1.1'] } : undefined,
      }),
    },
    run,
  )
  return askOver(socket, request, settings, run)
}

async function askOver(socket: Socket, request: Request, settings: Settings, run: Run): Promise<Answer> {
  run.enter('firstByteMs')
  run.watch.pause()
  try {
    const answer = await run.step<Answer>((resolve, reject) =>
      exchange(socket, request, { settings, run }, resolve, reject),
    )
    // A connection that is not to be kept is closed by Node itself once its answer was read.
    if (answer.leavesOpen) settings.connections?.keep(request.url, socket)
    else if (answer.location !== undefined) socket.destroy()
    return answer
  } catch (error) {
    socket.destroy()
    throw error
  }
}

const isStale = (error: unknown, run: Run): boolean =>
  run.watch.phase === 'firstByteMs' && !(error instanceof Fault) && error instanceof Error
