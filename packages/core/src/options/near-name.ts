import { quoteName } from '../errors/index.js'

/** The number of unknown names that a message has. */
const maxUnknown = 20
/** The number of known names up to which a message lists them all. */
const maxListed = 30
/** The length up to which names are compared, in characters. Nobody misspells a longer one. */
const maxComparedChars = 60

/**
 * Returns the message about names that are not known, such as `unknown option 'evry'; did you mean 'every'?`. A name that
 * other tools have for one is told too. Where none is near, it lists what there is.
 *
 * @param kind - the kind of the names, such as `option`.
 */
export function unknownNames(kind: string, unknown: readonly string[], known: readonly string[]): string {
  const names = unknown.slice(0, maxUnknown)
  const quoted = names.map(quoteName).join(', ')
  const near = [...new Set(names.flatMap((name) => synonymOf(name, known) ?? nearName(name, known) ?? []))]
  if (near.length > 0) return `unknown ${kind} ${quoted}; did you mean ${near.map(quoteName).join(', ')}?`
  const list = known.length > 0 && known.length <= maxListed ? `; there are: ${known.join(', ')}` : ''
  return `unknown ${kind} ${quoted}${list}`
}

/** The names that other tools have for an option, by its name here; the first that is known counts. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  every: ['interval', 'period', 'frequency', 'intervalSeconds', 'checkInterval', 'refreshInterval'],
  cron: ['schedule', 'crontab', 'cronExpression'],
  expression: ['pattern', 'cron', 'rule'],
  url: ['target', 'endpoint', 'address', 'uri', 'link', 'href'],
  name: ['title', 'label', 'displayName', 'friendlyName'],
  timeout: ['timeLimit', 'timeoutSeconds', 'deadline', 'requestTimeout'],
  failuresBeforeIncident: ['failureThreshold', 'maxretries', 'confirmations', 'threshold'],
  retry: ['retries', 'retryStrategy', 'retryInterval'],
  paused: ['disabled', 'enabled', 'active', 'muted'],
  tags: ['labels', 'groups', 'group'],
  maintenance: ['maintenanceWindows', 'downtimes', 'silences'],
  heartbeat: ['push', 'ping', 'deadManSwitch'],
  grace: ['gracePeriod', 'leeway', 'tolerance'],
  maxRun: ['maxDuration', 'maxRuntime', 'maxRunTime'],
  dependsOn: ['parent', 'parents', 'dependencies'],
  region: ['location', 'datacenter'],
  adapter: ['probe', 'type', 'kind'],
  timeZone: ['tz', 'timezoneName'],
  limit: ['pageSize', 'perPage', 'count', 'take'],
  after: ['cursor', 'offset', 'page'],
  from: ['start', 'since', 'startAt'],
  to: ['end', 'until', 'endAt'],
  request: ['http', 'options'],
  expect: ['assertions', 'conditions', 'assert', 'expected'],
}

/** Returns the known name that means the same as a name of another tool. */
function synonymOf(name: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(name.slice(0, maxComparedChars))
  return known.find((one) => synonyms[one]?.some((synonym) => lettersOf(synonym) === letters))
}

/**
 * Returns the known name that a misspelt one most likely means: the one with the fewest mistakes, and at most one mistake
 * in three letters. Upper case, spaces and signs do not count.
 */
export function nearName(misspelt: string, known: readonly string[]): string | undefined {
  if (misspelt.length > maxComparedChars) return undefined
  const letters = lettersOf(misspelt)
  let nearest: string | undefined
  let fewest = Math.floor(Math.max(3, letters.length) / 3) + 1
  for (const name of known) {
    const mistakes = mistakesBetween(letters, lettersOf(name))
    if (mistakes < fewest) [nearest, fewest] = [name, mistakes]
  }
  return nearest
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/**
 * Counts the letters that were left out, added, changed or swapped with the next one: the optimal string alignment
 * distance.
 */
function mistakesBetween(left: string, right: string): number {
  let rowBefore: number[] = []
  let row = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const changed = (row[j - 1] as number) + (left[i - 1] === right[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      const swapped = isSwap ? (rowBefore[j - 2] as number) + 1 : changed
      next.push(Math.min(changed, swapped, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    ;[rowBefore, row] = [row, next]
  }
  return row[right.length] as number
}
