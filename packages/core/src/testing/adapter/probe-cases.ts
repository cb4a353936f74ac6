import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { Adapter, Measurement } from '../../ports/index.js'
import { eventually } from '../eventually.js'
import { loopbackServer } from '../loopback-server.js'
import { aborted, caseContext, resolved } from './context.js'

/** Samples for the cases of a probe. */
export interface ProbeSample {
  /** The target at an HTTP server on this machine, such as `http://127.0.0.1:49152`. @default the origin itself */
  readonly target?: (origin: string) => string
  /** A URL that the probe does not know how to measure. */
  readonly foreign: string
  /** Starts the server that is measured, for a probe that does not speak HTTP. @default an HTTP server */
  readonly serve?: (answerAfterMs: number | undefined) => Promise<ProbeServer>
}

/** A server on this machine that a probe is pointed at, for as long as a case takes. */
export interface ProbeServer {
  /** The origin, such as `http://127.0.0.1:49152`; `target` turns it into the probe's URL. */
  readonly origin: string
  /** The open connections. */
  readonly sockets: { readonly size: number }
  /** Returns the number of connections so far, or of requests where the protocol has no connections. */
  connections(): number
  /** Breaks all connections and frees the port. */
  close(): Promise<void>
}

interface Fixture {
  readonly adapter: Adapter
  readonly server: ProbeServer
  /** Measures the server, or another origin; a check that rejects fails the case. */
  measure(given?: { origin?: string; timeoutMs?: number }): Promise<Measurement>
  /** Begins to measure the server until `signal` fires. */
  check(signal: AbortSignal): Promise<Measurement>
}

/** The lateness of a deadline that the cases accept. */
const toleranceMs = 250

/** An HTTP server that answers after so long, or never. */
const serveHttp = (answerAfterMs: number | undefined): Promise<ProbeServer> =>
  loopbackServer((_, response) => {
    if (answerAfterMs === 0) response.end('ok')
    else if (answerAfterMs !== undefined) setTimeout(() => response.end('ok'), answerAfterMs)
  })

function assertMeasurement({ latencyMs, uncertaintyMs, phases }: Measurement): void {
  for (const [name, ms] of Object.entries({ latencyMs, uncertaintyMs, ...phases }))
    assert.ok(Number.isFinite(ms) && ms >= 0, `${name} is ${ms}`)
  const sumMs = Object.values(phases).reduce((sum, ms) => sum + ms, 0)
  assert.ok(
    Math.abs(sumMs - latencyMs) < 0.01,
    `the phases sum to ${sumMs} ms, the whole took ${latencyMs} ms`,
  )
}

interface Proof {
  /** The delay of the server's answer. @default it never answers */
  readonly answerAfterMs?: number
  readonly prove: (fixture: Fixture) => Promise<void>
}

const proofs: Record<string, Proof> = {
  'measures a target that answers': {
    answerAfterMs: 0,
    prove: async ({ measure }) => {
      const measurement = await measure()
      assert.equal(measurement.failure, undefined)
      assert.ok(measurement.latencyMs > 0)
      assertMeasurement(measurement)
    },
  },
  'measures as often as it is asked to, side by side too': {
    answerAfterMs: 0,
    prove: async ({ measure }) => {
      const one = await measure()
      for (const measurement of [one, ...(await Promise.all([measure(), measure(), measure()]))]) {
        assert.equal(measurement.failure, undefined)
        assertMeasurement(measurement)
      }
    },
  },
  'counts the time that the target takes': {
    answerAfterMs: 100,
    prove: async ({ measure }) => {
      const { latencyMs } = await measure()
      assert.ok(latencyMs >= 99, `the target took 100 ms, the check says ${latencyMs} ms`)
      assert.ok(latencyMs < 100 + toleranceMs, `the target took 100 ms, the check says ${latencyMs} ms`)
    },
  },
  'reports a target that nobody listens at as refused': {
    answerAfterMs: 0,
    prove: async ({ measure }) => {
      const measurement = await measure({ origin: `http://127.0.0.1:${await freePort()}` })
      assert.equal(measurement.failure?.kind, 'refused')
      assert.ok(measurement.failure.message.length > 0, 'the failure has no message')
      assertMeasurement(measurement)
    },
  },
  'reports a silent target as a timeout, in time': {
    prove: async ({ measure }) => {
      const start = performance.now()
      const measurement = await measure({ timeoutMs: 200 })
      const tookMs = performance.now() - start
      assert.equal(measurement.failure?.kind, 'timeout')
      assertMeasurement(measurement)
      for (const ms of [tookMs, measurement.latencyMs])
        assert.ok(ms >= 195 && ms <= 200 + toleranceMs, `a timeout of 200 ms came after ${ms} ms`)
    },
  },
  'rejects with ABORTED before it begins when its signal has fired': {
    answerAfterMs: 0,
    prove: async ({ check, server }) => {
      await assert.rejects(check(AbortSignal.abort(aborted())), { code: 'ABORTED' })
      assert.equal(server.connections(), 0, 'it connected although the signal had fired')
    },
  },
  'rejects with ABORTED at once when its signal fires': {
    prove: async ({ check, server }) => {
      const controller = new AbortController()
      const checking = check(controller.signal).then(
        () => assert.fail('it resolved although the signal had fired'),
        (error: { readonly code?: unknown }) => ({ error, at: performance.now() }),
      )
      await eventually(() => server.connections() > 0, 'it did not connect')
      const firedAt = performance.now()
      controller.abort(aborted())
      const { error, at } = await checking
      assert.equal(error.code, 'ABORTED', String(error))
      assert.ok(at - firedAt < toleranceMs, `it rejected ${at - firedAt} ms after the signal`)
    },
  },
  'lets go of its connections': {
    answerAfterMs: 0,
    prove: async ({ adapter, measure, server }) => {
      await measure()
      await adapter.close?.()
      await eventually(() => server.sockets.size === 0, 'a connection was left open')
    },
  },
}

/** A port of this machine that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Returns the conformance cases of a probe. */
export function probeCases(
  open: () => Adapter,
  { target = (origin) => origin, foreign, serve = serveHttp }: ProbeSample,
) {
  const openProbe = () => {
    const adapter = open()
    assert.ok(adapter.probe, 'the adapter has no probe')
    return { adapter, probe: adapter.probe }
  }
  const matching = {
    name: 'probe: matches what it can measure, and nothing else',
    run: async () => {
      const { probe } = openProbe()
      assert.equal(probe.matches(new URL(target('http://127.0.0.1:49152'))), true)
      assert.equal(probe.matches(new URL(foreign)), false)
    },
  }
  const measuring = Object.entries(proofs).map(([name, { answerAfterMs, prove }]) => ({
    name: `probe: ${name}`,
    run: async () => {
      const server = await serve(answerAfterMs)
      const { adapter, probe } = openProbe()
      const checkAt = (origin: string, timeoutMs: number, signal?: AbortSignal) =>
        probe.check({ url: new URL(target(origin)), timeoutMs }, caseContext(undefined, signal))
      const measure: Fixture['measure'] = ({ origin = server.origin, timeoutMs = 2_000 } = {}) =>
        resolved(checkAt(origin, timeoutMs))
      const check: Fixture['check'] = (signal) => checkAt(server.origin, 5_000, signal)
      try {
        await prove({ adapter, server, measure, check })
      } finally {
        await adapter.close?.()
        await server.close()
      }
    },
  }))
  return [matching, ...measuring]
}
