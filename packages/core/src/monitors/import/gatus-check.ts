import { type Condition, type PlacedCondition, parseCondition } from './gatus-condition.js'
import type { GatusEndpoint } from './gatus-config.js'
import { gatusHttpCheck } from './gatus-http.js'
import { gatusServerCheck } from './gatus-server.js'
import { missingVariables, showVariables } from './gatus-variables.js'
import type { CheckOptions } from './http-check.js'
import { maxUnknownFields, type Notes } from './imported-monitor.js'
import { dnsUrl, inBrackets, urlFrom } from './imported-url.js'

/** The protocols of Gatus, with those of the probes here. SSH is a banner over TCP. */
const protocols: Readonly<Record<string, string>> = {
  'http:': 'http:',
  'https:': 'https:',
  'tcp:': 'tcp:',
  'tls:': 'tls:',
  'starttls:': 'tls:',
  'icmp:': 'ping:',
  'ws:': 'ws:',
  'wss:': 'wss:',
  'grpc:': 'grpc:',
  'grpcs:': 'grpcs:',
  'ssh:': 'tcp:',
}

/** Returns the URL that a monitor checks in place of an endpoint. `undefined`, with a note, when no probe does. */
export function urlOf({ url, dns }: GatusEndpoint, notes: Notes): string | undefined {
  const missing = missingVariables([url, dns])
  if (missing.length > 0) {
    notes.weaken('url', `left out: give ${missing.join(', ')} in \`variables\``)
    return undefined
  }
  if (dns) {
    const server = inBrackets(url.replace(/^dns:\/\//, ''))
    return urlFrom(dnsUrl(server, dns['query-name'], dns['query-type']), 'url', notes)
  }
  const given = urlFrom(url, 'url', notes)
  if (given === undefined) return undefined
  const { protocol } = new URL(given)
  const ours = protocols[protocol]
  if (ours) return `${ours}${given.slice(protocol.length)}`
  notes.weaken('url', `left out: no probe for ${protocol.slice(0, 20)}`)
  return undefined
}

/** Returns the settings of a check, with notes on conditions and fields that were not carried over. */
export function gatusCheck(endpoint: GatusEndpoint, url: string, notes: Notes): CheckOptions {
  noteVariables(endpoint, notes)
  noteUnknown(endpoint, notes)
  const conditions = placedConditions(endpoint, notes)
  const isHttp = /^https?:/.test(url)
  return isHttp
    ? gatusHttpCheck(endpoint, conditions, notes)
    : gatusServerCheck(endpoint, url, conditions, notes)
}

function placedConditions({ conditions }: GatusEndpoint, notes: Notes): readonly PlacedCondition[] {
  return (conditions ?? []).flatMap((text, index) => {
    const field = `conditions[${index}]`
    const condition = missingVariables(text).length > 0 ? undefined : parseCondition(text)
    if (condition) return isImplied(condition) ? [] : [{ ...condition, field }]
    notes.weaken(field, 'left out: it cannot be read')
    return []
  })
}

/** Conditions that every check here has anyway. */
const isImplied = ({ subject, operator, value }: Condition): boolean =>
  operator === '==' &&
  ((subject === 'connected' && value.toLowerCase() === 'true') ||
    (subject === 'rcode' && value.toUpperCase() === 'NOERROR'))

/** The fields that become part of the monitor, or are noted elsewhere. */
const known = [
  'name',
  'group',
  'url',
  'interval',
  'enabled',
  'alerts',
  'maintenance-windows',
  'extra-labels',
  'dns',
  'method',
  'headers',
  'body',
  'graphql',
  'conditions',
  'client',
  'ssh',
  'ui',
]
const knownOfClient = ['timeout', 'insecure', 'ignore-redirect', 'network', 'proxy-url']

const advice: Readonly<Record<string, string>> = {
  'client.tls': 'left out: the text names files; give what is in them as `request.clientCertificate`',
}

function noteUnknown(endpoint: GatusEndpoint, notes: Notes): void {
  const add = (given: object, prefix: string, expected: readonly string[]) => {
    const unknown = Object.keys(given).filter((field) => !expected.includes(field))
    for (const field of unknown.slice(0, maxUnknownFields))
      notes.weaken(
        `${prefix}${showVariables(field).slice(0, 60)}`,
        advice[`${prefix}${field}`] ?? 'left out: Telltale has nothing like it',
      )
  }
  add(endpoint, '', known)
  add(endpoint.client ?? {}, 'client.', knownOfClient)
}

function noteVariables({ headers, body, client }: GatusEndpoint, notes: Notes): void {
  for (const [field, value] of Object.entries({ headers, body, client })) {
    const missing = missingVariables(value)
    if (missing.length > 0) notes.weaken(field, `left out: give ${missing.join(', ')} in \`variables\``)
  }
}
