import { defined } from '../../options/index.js'
import { type Condition, daysOf, leftOut, numberOf, type PlacedCondition } from './gatus-condition.js'
import type { GatusEndpoint } from './gatus-config.js'
import { answerOf, bounded, knownHeaders } from './gatus-http.js'
import { missingVariables } from './gatus-variables.js'
import { type CheckOptions, conditionsOf, settingsOf } from './http-check.js'
import type { Notes } from './imported-monitor.js'

type Placed = readonly PlacedCondition[]

/** Returns the settings of a check over another protocol than HTTP. */
export function gatusServerCheck(
  endpoint: GatusEndpoint,
  url: string,
  conditions: Placed,
  notes: Notes,
): CheckOptions {
  const { protocol } = new URL(url)
  const of = (...subjects: Condition['subject'][]) =>
    conditions.filter(({ subject }) => subjects.includes(subject))
  const closed = of('connected')
  if (closed.length > 0 && closed.length === conditions.length && closed.every(isRefusal))
    return { inverted: true }
  noneOf([...closed, ...of('domain', 'ip')], notes)
  if (protocol !== 'tls:') noneOf(of('certificate'), notes)
  const isSsh = endpoint.url.startsWith('ssh:')
  if (!isSsh) noneOf(of('status'), notes)
  const expect = {
    latencyMs: bounded(of('latency'), numberOf, notes),
    certificateDaysLeft: protocol === 'tls:' ? bounded(of('certificate'), daysOf, notes) : undefined,
    ...(protocol === 'dns:'
      ? dnsExpectations(of('body'), of('rcode'), notes)
      : answers(of('body', 'rcode'), notes)),
    ...sshExpectations(endpoint, isSsh, of('status'), notes),
  }
  return settingsOf(requestOf(endpoint, protocol, isSsh), defined(expect))
}

const isRefusal = ({ operator, value }: Condition): boolean =>
  (operator === '==' && value.toLowerCase() === 'false') ||
  (operator === '!=' && value.toLowerCase() === 'true')

function noneOf(conditions: Placed, notes: Notes): void {
  for (const condition of conditions) leftOut(condition, notes)
}

function requestOf({ url, body, client, headers }: GatusEndpoint, protocol: string, isSsh: boolean): object {
  const text = typeof body === 'string' && missingVariables(body).length === 0 ? body : ''
  const family = client?.network === 'ip4' ? 4 : client?.network === 'ip6' ? 6 : undefined
  return defined({
    startTls: url.startsWith('starttls:') ? 'smtp' : undefined,
    headers: headers && /^wss?:$/.test(protocol) ? knownHeaders(headers) : undefined,
    send: isSsh || text === '' ? undefined : text,
    verify: client?.insecure && /^(?:tls|wss|grpcs):$/.test(protocol) ? false : undefined,
    family,
  })
}

function answers(conditions: Placed, notes: Notes): object {
  const found = conditions.flatMap((condition) => {
    const answer = condition.subject === 'body' && condition.path === '' ? answerOf(condition) : undefined
    if (!answer) leftOut(condition, notes)
    return answer ?? []
  })
  return { answer: conditionsOf(found) }
}

/** The codes that the probe `dns` can be told to expect. */
const expectableCodes = ['NXDOMAIN', 'SERVFAIL', 'REFUSED']

function dnsExpectations(bodies: Placed, codes: Placed, notes: Notes): object {
  const empty = bodies.filter(isEmptiness)
  const code = codes.find(({ operator }) => operator === '==')?.value.toUpperCase()
  for (const condition of codes)
    if (condition.operator !== '==' || !expectableCodes.includes(code ?? '')) leftOut(condition, notes)
  for (const { field } of empty.filter(() => code === undefined))
    notes.tell(field, 'the name must not exist at all: NXDOMAIN is expected')
  const rest = bodies.filter((condition) => !empty.includes(condition))
  // A condition on all answers is none on one of them.
  noneOf(
    rest.filter(({ operator }) => operator !== '=='),
    notes,
  )
  const expected = answers(
    rest.filter(({ operator }) => operator === '=='),
    notes,
  )
  return { ...expected, code: empty.length > 0 ? (code ?? 'NXDOMAIN') : code }
}

const isEmptiness = ({ function: name, operator, value }: Condition): boolean =>
  operator === '==' &&
  ((name === 'has' && value.toLowerCase() === 'false') || (name === 'len' && value === '0'))

/** Returns what an SSH server says first: its version (RFC 4253, section 4.2). */
function sshExpectations({ ssh }: GatusEndpoint, isSsh: boolean, statuses: Placed, notes: Notes): object {
  if (!isSsh) return {}
  const hasLogin = Object.values(ssh ?? {}).some((value) => value !== '' && value !== null)
  if (hasLogin) notes.weaken('ssh', 'the greeting of the server is checked; no command is run')
  else
    noneOf(
      statuses.filter(({ operator, value }) => operator !== '==' || value !== '0'),
      notes,
    )
  return { answer: { contains: 'SSH-' } }
}
