import type { Socket } from 'node:net'
import type { AdapterContext, Measurement, ProbeTarget } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import { connect, initialPhase } from '../probing/connection.js'
import { type CheckRun, measure } from '../probing/measure.js'
import { measureWithRetries } from '../probing/retries.js'
import { checkAssertions } from './check-assertions.js'
import { nextRequest, type ProbeRequest, requestFor } from './request.js'
import type { ProbeResponse } from './response.js'
import { exchange } from './send-request.js'
import type { ProbeSettings } from './settings.js'

/**
 * Measures a target, again where it fails and retries are left.
 *
 * @throws `TelltaleError` of code `ABORTED` when the context's signal fires, and an `AdapterError` when this machine
 * has no socket left.
 */
export async function check(
  target: ProbeTarget,
  context: AdapterContext,
  settings: ProbeSettings,
): Promise<Measurement> {
  const { url } = target
  const measurement = await measureWithRetries(target, settings.retries, (limited) =>
    measure(limited, context, {
      firstPhase: settings.connections?.has(url) ? 'firstByteMs' : initialPhase(url),
      limits: settings.limits,
      go: (run) => follow(url, settings, run),
    }),
  )
  const { failure } = measurement
  if (!failure || settings.secrets.length === 0) return measurement
  return { ...measurement, failure: { ...failure, message: settings.conceal(failure.message) } }
}

/** Asks the target, and whatever it redirects to, and judges the last answer. */
async function follow(target: URL, settings: ProbeSettings, run: CheckRun): Promise<void> {
  run.details.redirects = 0
  let request = requestFor(target, settings)
  const visited = new Set([request.key])
  for (;;) {
    const answer = await ask(request, settings, run)
    if (answer.location === undefined) return checkAssertions(answer, settings.assertions, run)
    request = nextRequest(answer, request, visited, settings)
    visited.add(request.key)
    run.details.redirects += 1
  }
}

/** Asks once: over a connection of its own that is gone afterwards, unless connections are to be kept. */
async function ask(request: ProbeRequest, settings: ProbeSettings, run: CheckRun): Promise<ProbeResponse> {
  const kept = settings.connections?.take(request.url)
  if (kept) {
    try {
      return await requestOver(kept, request, settings, run)
    } catch (error) {
      // The server may have closed it a moment before; that says nothing of how it answers.
      if (!request.isIdempotent || run.isEnding || !isStale(error, run)) throw error
    }
  }
  const { url } = request
  const secure = url.protocol === 'https:'
  delete run.details.certificateExpiresAt
  // Node reads its root certificates when the first context is made; that is no part of any target's latency.
  run.stopwatch.pause()
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
  return requestOver(socket, request, settings, run)
}

async function requestOver(
  socket: Socket,
  request: ProbeRequest,
  settings: ProbeSettings,
  run: CheckRun,
): Promise<ProbeResponse> {
  run.enter('firstByteMs')
  run.stopwatch.pause()
  try {
    const answer = await run.step<ProbeResponse>((resolve, reject) =>
      exchange(socket, request, { settings, run }, resolve, reject),
    )
    // A connection that is not to be kept is closed by Node itself once its answer was read.
    if (answer.isReusable) settings.connections?.keep(request.url, socket)
    else if (answer.location !== undefined) socket.destroy()
    return answer
  } catch (error) {
    socket.destroy()
    throw error
  }
}

const isStale = (error: unknown, run: CheckRun): boolean =>
  run.stopwatch.phase === 'firstByteMs' && !(error instanceof CheckError) && error instanceof Error
