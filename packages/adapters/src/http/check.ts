import { isIP } from 'node:net'
import { TelltaleError } from '@telltale/core'
import type { AdapterContext, Measurement, ProbeTarget } from '@telltale/core/ports'
import { connected, hostOf, openSocket } from './connection.js'
import { exchange } from './exchange.js'
import { failureOf, timeoutFault } from './fault.js'
import { lookUp } from './lookup.js'
import { headersFor, nextUrl } from './redirect.js'
import type { Run, Settings } from './run.js'
import { Stopwatch } from './stopwatch.js'

/**
 * Measures a target once.
 *
 * @throws `TelltaleError` of code `ABORTED` when the context's signal fires, and an `AdapterError` when this machine
 * has no socket left.
 */
export async function check(
  { url, timeoutMs }: ProbeTarget,
  { signal, clock }: AdapterContext,
  settings: Settings,
): Promise<Measurement> {
  const aborted = () => abortedError(url, signal.reason)
  if (signal.aborted) throw aborted()
  // Node reads its root certificates when the first context is made; that is no part of any target's latency.
  if (url.protocol === 'https:') settings.secureContext()
  const ending = new AbortController()
  const run = {
    settings,
    clock,
    facts: { redirects: 0 },
    watch: new Stopwatch(firstPhase(url)),
    ...endOf(ending),
  }
  const timer = setTimeout(() => ending.abort(timeoutFault(timeoutMs, run.watch.phase)), timeoutMs)
  const onAbort = () => ending.abort(aborted())
  signal.addEventListener('abort', onAbort)
  try {
    await follow(url, run)
    return { ...run.watch.read(), ...run.facts }
  } catch (error) {
    if (TelltaleError.is(error)) throw error
    return { ...run.watch.read(), ...run.facts, failure: failureOf(error, run.watch.phase) }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

const abortedError = ({ host }: URL, cause: unknown): TelltaleError =>
  new TelltaleError(`the check of ${host} was aborted`, { code: 'ABORTED', status: 503, cause })

function endOf({ signal }: AbortController): Pick<Run, 'ending' | 'ended'> {
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
  // Nobody may be listening just then, between two steps.
  ended.catch(() => {})
  return { ending: signal, ended }
}

/** Asks the target, and whatever it redirects to. */
async function follow(target: URL, run: Run): Promise<void> {
  const { settings, facts } = run
  let url = new URL(target)
  url.hash = ''
  const visited = new Set<string>()
  for (;;) {
    visited.add(url.href)
    const location = await ask(url, headersFor(url, target, settings.headers), run)
    if (location === undefined) return
    url = nextUrl(location, url, visited, settings.maxRedirects)
    facts.redirects = visited.size
  }
}

const isAddress = (url: URL): boolean => isIP(hostOf(url)) !== 0
const firstPhase = (url: URL) => (isAddress(url) ? 'connectMs' : 'dnsMs')

/** Asks once, over a connection of its own that is gone afterwards. Resolves to the place it was redirected to. */
async function ask(url: URL, headers: Settings['headers'], run: Run): Promise<string | undefined> {
  const { watch, settings, ended } = run
  watch.enter(firstPhase(url))
  const addresses = isAddress(url) ? undefined : await Promise.race([lookUp(hostOf(url), run), ended])
  watch.enter('connectMs')
  const socket = openSocket(url, addresses, settings.secureContext)
  try {
    await Promise.race([connected(socket, url, run), ended])
    watch.enter('firstByteMs')
    return await Promise.race([exchange(socket, url, headers, run), ended])
  } finally {
    socket.destroy()
  }
}
