import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { AdapterContext, Measurement, ProbeTarget } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import { connect, initialPhase } from '../probing/connection.js'
import { type CheckRun, measure } from '../probing/measure.js'
import { measureWithRetries } from '../probing/retries.js'
import { checkConditions, prepareConditions } from './check-conditions.js'
import { CookieJar } from './cookie-jar.js'
import { nextRequest, type ProbeRequest, requestFor } from './request.js'
import type { ProbeResponse } from './response.js'
import { sendHttp2 } from './send-http2.js'
import { sendRequest } from './send-request.js'
import type { ProbeSettings } from './settings.js'

/**
 * Measures a target, with retries if it fails and any are left.
 *
 * @throws `TelltaleError` of code `ABORTED` when the context's signal fires, and an `AdapterError` when this machine has no
 * socket left.
 */
export async function runCheck(
  target: ProbeTarget,
  context: AdapterContext,
  settings: ProbeSettings,
): Promise<Measurement> {
  const { url } = target
  return measureWithRetries(target, target.retries ?? settings.retries, (limited) =>
    measure(limited, context, {
      firstPhase: settings.connections?.has(url) ? 'firstByteMs' : initialPhase(url),
      limits: settings.limits,
      execute: (run) => followRedirects(target, settings, run),
    }),
  )
}

/** Requests the target, follows its redirects, and checks the assertions on the last response. */
async function followRedirects(target: ProbeTarget, settings: ProbeSettings, run: CheckRun): Promise<void> {
  run.details.redirects = 0
  // Before the stopwatch runs: loading the engine of patterns is no part of any target's latency.
  if (settings.conditions.length > 0) await prepareConditions(settings.conditions)
  let request = requestFor(target, settings)
  const cookies = new CookieJar(request.headers.cookie)
  const visited = new Set([request.key])
  for (;;) {
    const response = await sendOnce(request, settings, run)
    if (response.location === undefined) {
      if (settings.conditions.length === 0) return
      const { maxBytes, conditions } = settings
      return checkConditions(conditions, { response, run, maxBytes, revealBody: target.revealBody === true })
    }
    if (request.isOwnOrigin) cookies.take(response, request.url)
    request = nextRequest(response, request, { visited, cookies }, settings)
    visited.add(request.key)
    run.details.redirects += 1
  }
}

/** Sends one request: over a pooled connection if there is one, or else a new one. */
async function sendOnce(
  request: ProbeRequest,
  settings: ProbeSettings,
  run: CheckRun,
): Promise<ProbeResponse> {
  const pooled = settings.connections?.acquire(request.url)
  if (pooled) {
    try {
      return await requestOver(pooled, request, settings, run)
    } catch (error) {
      // The server may have closed it a moment before, which says nothing about how it responds.
      if (!request.isIdempotent || run.isEnding || !isStale(error, run)) throw error
    }
  }
  const { url } = request
  const isSecure = url.protocol === 'https:'
  delete run.details.certificateExpiresAt
  // Node reads its root certificates when the first context is made; that is no part of any target's latency.
  run.stopwatch.pause()
  const socket = await connect(
    {
      url,
      defaultPort: isSecure ? 443 : 80,
      family: settings.family,
      proxy: settings.proxy,
      ...defined({
        tls: isSecure
          ? {
              context: settings.secureContext(),
              ...(settings.http2 ? bothVersions : oldVersion),
              serverName: request.isOwnOrigin ? settings.serverName : undefined,
              verify: settings.verify || !request.isOwnOrigin,
            }
          : undefined,
      }),
    },
    run,
  )
  return requestOver(socket, request, settings, run)
}

/** The terms of a target that may speak HTTP/2, and of one that is not asked to. */
const bothVersions = { protocols: ['h2', 'http/1.1'] }
const oldVersion = {
  protocols: ['http/1.1'],
  protocolHint: '; for a server that speaks HTTP/2 alone write `request: { http2: true }`',
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
    const send = socket instanceof TLSSocket && socket.alpnProtocol === 'h2' ? sendHttp2 : sendRequest
    const response = await send(socket, request, settings, run)
    // Node itself closes a connection that is not reusable once its response was read.
    if (response.isReusable) settings.connections?.release(request.url, socket)
    else if (response.location !== undefined) socket.destroy()
    return response
  } catch (error) {
    socket.destroy()
    throw error
  }
}

const isStale = (error: unknown, run: CheckRun): boolean =>
  run.stopwatch.phase === 'firstByteMs' && !(error instanceof CheckError) && error instanceof Error
