import { TelltaleError } from '../errors/index.js'
import type { Measurement } from '../latency/check.js'
import { defined, parseUrl } from '../options/index.js'
import { type AdapterContext, type ProbeTarget, toStorableText } from '../ports/index.js'
import { misfit } from '../ports/tables/values.js'
import { checksTable, type Monitor } from '../records/monitor-records.js'
import { type AdapterWith, type RecordSecrets, type Runtime, urlSecretsGone } from '../runtime/index.js'
import {
  loginOf,
  type Redact,
  redactDeep,
  redactError,
  redactedLogger,
  redactor,
  secretsOfUrl,
  withoutLogin,
} from '../secrets/index.js'
import { measureTarget } from './measure-target.js'
import { settingsForProbe } from './monitor-settings.js'
import { secretsOfMonitor } from './own-check.js'

/** The result of a probe that may have failed itself. */
export interface SafeMeasurement {
  readonly measurement: Measurement
  /** `true` when the probe blames this machine, so that the check says nothing about the target. */
  readonly isOwnFault: boolean
}

/**
 * Measures the target of a monitor once, and redacts the secrets of its URL and of the adapter in what the target says. A
 * probe that throws, or gives what cannot be stored, is a failed check like any other: otherwise a target that makes it
 * throw would be checked no more, and nobody would be told. The fault is reported too.
 *
 * @throws the reason of the context's signal when that fires.
 */
export async function measureSafely(
  runtime: Runtime,
  adapter: AdapterWith<'probe'>,
  monitor: Monitor,
  context: AdapterContext,
): Promise<SafeMeasurement> {
  const startedAt = runtime.clock.now()
  let secrets: RecordSecrets = {}
  const redact = lazyRedactor(() => [
    ...secretsOfUrl(secrets.url ?? ''),
    ...Object.values(secrets.settings ?? {}),
    ...(adapter.secrets?.() ?? []),
  ])
  try {
    secrets = await secretsOfMonitor(runtime, runtime.storage, monitor)
    const hasSecrets = monitor.hasUrlSecrets || monitor.hasSecretSettings
    const logger = hasSecrets ? redactedLogger(context.logger, redact) : context.logger
    const target = await targetOf(adapter, monitor, secrets)
    const measured = await measureTarget(adapter, target, { ...context, logger })
    const { failure, degraded, certificateName, certificateProblem, answers } = measured
    const told = defined({ failure, degraded, certificateName, certificateProblem, answers })
    const texts = Object.keys(told).length > 0 ? redactDeep(told, redact) : told
    const measurement = toStorableText({ ...measured, ...texts })
    requireStorable(measurement)
    return { measurement, isOwnFault: false }
  } catch (cause) {
    if (context.signal.aborted) throw redactError(cause, redact)
    runtime.report(redactError(cause, redact), `the probe '${adapter.id}'`)
    const latencyMs = Math.max(0, runtime.clock.now() - startedAt)
    const failure = { kind: 'probe', message: messageOf(cause) } as const
    const isOwnFault = TelltaleError.is(cause) && cause.code === 'ADAPTER_FAILED'
    return { measurement: { latencyMs, uncertaintyMs: latencyMs, phases: {}, failure }, isOwnFault }
  }
}

/** Returns a redactor that is made when it is first used: most checks succeed and need none. */
function lazyRedactor(secrets: () => readonly string[]): Redact {
  let redact: Redact | undefined
  return (text) => {
    redact ??= redactor(secrets())
    return redact(text)
  }
}

async function targetOf(
  { probe }: AdapterWith<'probe'>,
  monitor: Monitor,
  secrets: RecordSecrets,
): Promise<ProbeTarget> {
  const { timeoutMs, hasUrlSecrets, revealBody, retry } = monitor
  const text = hasUrlSecrets ? secrets.url : monitor.url
  if (text === undefined) throw urlSecretsGone(monitor)
  const url = parseUrl(text) ?? new URL(text)
  const login = loginOf(url)
  const settings = await settingsForProbe(probe, monitor, secrets.settings)
  return {
    url: login ? withoutLogin(url) : url,
    timeoutMs,
    ...defined({ login, settings, retries: retry?.atOnce, revealBody }),
  }
}

/** Returns the message for people. What went wrong inside a probe that threw anything else is for its author. */
const messageOf = (cause: unknown): string =>
  TelltaleError.is(cause) ? cause.message : 'the probe could not deal with what the target answered'

/** @throws `TelltaleError` that names a member which no storage could hold. */
function requireStorable({ phases, failure, ...plain }: Measurement): void {
  for (const [name, value] of Object.entries({ ...plain, ...phases })) {
    const column = checksTable.columns[name as keyof typeof checksTable.columns]
    const problem = column === undefined || value === undefined ? undefined : misfit(column.type, value)
    if (problem !== undefined) throw invalidMeasurement(`${name}: ${problem}`)
  }
  if (typeof phases !== 'object') throw invalidMeasurement('phases: expected an object')
  if (plain.latencyMs === undefined || plain.latencyMs < 0)
    throw invalidMeasurement('latencyMs: expected 0 or more')
  if (failure && typeof failure.message !== 'string') throw invalidMeasurement('failure: expected a message')
}

const invalidMeasurement = (problem: string): TelltaleError =>
  new TelltaleError(`the probe gave no valid measurement: ${problem}`, { code: 'INTERNAL', status: 500 })
