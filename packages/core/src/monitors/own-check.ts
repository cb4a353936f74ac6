import { isIP } from 'node:net'
import { TelltaleError, ValidationError } from '../errors/index.js'
import { defined, omit, parseUrl, pathText } from '../options/index.js'
import type { SettingPath, Tables } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import {
  completeUrl,
  type RecordSecrets,
  type Runtime,
  readSecrets,
  requireSecretKey,
  secretsIn,
  withSecrets,
} from '../runtime/index.js'
import { checkMonitorSettings, type MonitorSettings } from './monitor-settings.js'

/** The parts of a monitor's own check that may have secrets, as they are given. */
export interface GivenCheck {
  /** The whole URL. @default that of the monitor */
  readonly url?: string | undefined
  /** The request, with its secrets. @default none */
  readonly request?: MonitorSettings['request'] | undefined
  /** The expectations, with their secrets. @default none */
  readonly expect?: MonitorSettings['expect'] | undefined
}

/** A monitor with its own check, and the secrets that are stored apart; these are absent when there are none. */
interface MonitorWithCheck {
  readonly monitor: Monitor
  readonly secrets?: RecordSecrets
}

/**
 * Checks a monitor's own check as far as can be known now, and adds its settings to the monitor with the secrets masked.
 *
 * @throws `ValidationError` when a setting is wrong, the guard forbids the target, or a secret has no key.
 */
export async function withOwnCheck(
  runtime: Runtime,
  call: string,
  monitor: Monitor,
  { url = monitor.url, request, expect }: GivenCheck,
): Promise<MonitorWithCheck> {
  const bare = omit(monitor, 'request', 'expect', 'hasSecretSettings')
  if (monitor.heartbeat) return { monitor: bare }
  await requireAllowed(runtime, call, url)
  if (monitor.hasUrlSecrets) requireSecretKey(runtime, call, 'url')
  const { members, secrets } = await checkMonitorSettings(
    runtime,
    { call, adapter: monitor.adapter },
    { ...defined({ request, expect }) },
  )
  const all = { ...secretsIn(url), ...defined({ settings: secrets }) }
  const hasSecrets = Object.keys(all).length > 0
  return { monitor: { ...bare, ...members }, ...defined({ secrets: hasSecrets ? all : undefined }) }
}

/** Reads the secrets of a monitor, if it has any. */
export async function secretsOfMonitor(
  { secretBox }: Pick<Runtime, 'secretBox'>,
  tables: Tables,
  monitor: Monitor,
): Promise<RecordSecrets> {
  const { hasUrlSecrets, hasSecretSettings } = monitor
  return hasUrlSecrets || hasSecretSettings ? readSecrets(tables, secretBox, monitor) : {}
}

/**
 * Returns a monitor's own check after a patch, with the stored secrets that its owner does not see.
 *
 * @throws `ValidationError` when the URL leads to another server, which gets no secret that was meant for the one before.
 */
export function checkAfterPatch(
  { monitor, secrets }: { readonly monitor: Monitor; readonly secrets: RecordSecrets },
  patch: { readonly [Name in keyof GivenCheck]?: GivenCheck[Name] | null },
): GivenCheck {
  const url = completeUrl(patch.url ?? secrets.url ?? monitor.url, secrets)
  const settings = defined({
    request: (patch.request === undefined ? monitor.request : patch.request) ?? undefined,
    expect: (patch.expect === undefined ? monitor.expect : patch.expect) ?? undefined,
  })
  const filled = withSecrets(settings, secrets.settings)
  if (!isSameServer(url, monitor.url)) requireNoneFilled(settings, filled, secrets)
  return { ...filled, ...defined({ url: patch.url === undefined ? secrets.url : url }) }
}

/** @throws `ValidationError` naming a secret that was filled in. */
function requireNoneFilled(
  given: MonitorSettings,
  filled: MonitorSettings,
  { settings = {} }: RecordSecrets,
): void {
  if (JSON.stringify(given) === JSON.stringify(filled)) return
  const path = Object.keys(settings).find((each) => {
    const alone = withSecrets(given, { [each]: settings[each] ?? '' })
    return JSON.stringify(alone) !== JSON.stringify(given)
  })
  const message =
    'expected it once more, since the URL leads to another server, which does not get that of the one before'
  throw new ValidationError('monitors.update', [
    { path: pathText(JSON.parse(path ?? '[]') as SettingPath), message },
  ])
}

function isSameServer(one: string, other: string): boolean {
  const [a, b] = [parseUrl(one), parseUrl(other)]
  return a?.protocol === b?.protocol && a?.host === b?.host
}

/**
 * Refuses a target that the guard forbids, whatever its probe would do. A name may lead elsewhere at any time, and says
 * nothing of the host's own network: only addresses and names of this very machine are known now.
 */
async function requireAllowed({ network }: Runtime, call: string, text: string): Promise<void> {
  const { hostname = '' } = parseUrl(text) ?? {}
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) === 0 && !/(^|\.)localhost\.?$/i.test(host)) return
  try {
    await network.lookup(host)
  } catch (cause) {
    if (!TelltaleError.is(cause) || cause.code !== 'FORBIDDEN') return
    const why = cause.message.replace(/, which.*/s, '')
    const line = `createTelltale({ http: { allow: ['${host}'] } })`
    const message = `${why}, which is not in the public network; if it is meant, write ${line}`
    throw new ValidationError(call, [{ path: 'url', message }])
  }
}
