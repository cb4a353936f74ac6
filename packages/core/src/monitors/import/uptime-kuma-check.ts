import { defined } from '../../options/index.js'
import { settingsOf, type TargetOptions } from './http-check.js'
import type { Notes } from './imported-monitor.js'
import { dnsUrl, inBrackets, urlFrom } from './imported-url.js'
import type { KumaMonitor } from './uptime-kuma-backup.js'
import { kumaHttpCheck } from './uptime-kuma-http.js'

/** Returns the check that a monitor makes. `undefined` when Telltale has nothing like it. */
export function kumaCheck(monitor: KumaMonitor, notes: Notes): TargetOptions | undefined {
  const check = checkOf(monitor, notes)
  return check && monitor.upsideDown ? { ...check, inverted: true } : check
}

function checkOf(monitor: KumaMonitor, notes: Notes): TargetOptions | undefined {
  const { type, hostname, port } = monitor
  switch (type) {
    case 'push':
      notes.tell('pushToken', 'left out: the job reports to the new monitor, with `monitors.heartbeat`')
      return {}
    case 'http':
    case 'keyword':
    case 'json-query':
      return kumaHttpCheck(monitor, notes)
    case 'port':
      // Version 2 looks at the certificate then; for version 1 the field means nothing here.
      if (monitor.expiryNotification)
        notes.weaken('expiryNotification', 'left out: where the server speaks TLS, check it by a `tls:` URL')
      return at(port === undefined ? '' : `tcp://${inBrackets(hostname)}:${port}`, 'hostname', notes)
    case 'ping':
      return at(`ping://${inBrackets(hostname)}`, 'hostname', notes)
    case 'dns':
      return dnsCheck(monitor, notes)
    case 'websocket-upgrade':
      return webSocketCheck(monitor, notes)
    case 'smtp':
      return smtpCheck(monitor, notes)
    case 'grpc-keyword':
    case 'redis':
    case 'postgres':
    case 'mysql':
      return serverCheck(monitor, notes)
    default:
      notes.weaken('type', `left out: no probe does what ${JSON.stringify(type.slice(0, 40))} does`)
      return undefined
  }
}

const at = (text: string, field: string, notes: Notes): TargetOptions | undefined => {
  const url = urlFrom(text, field, notes)
  return url === undefined ? undefined : { url }
}

/** The greeting of a server that is ready (RFC 5321, section 4.2). */
const smtpGreeting = { answer: { contains: '220' } }

function smtpCheck({ hostname, port, smtpSecurity }: KumaMonitor, notes: Notes): TargetOptions | undefined {
  const isSecure = smtpSecurity === 'secure'
  const startTls = smtpSecurity === 'starttls' ? 'smtp' : undefined
  const place = `${inBrackets(hostname)}:${port ?? (isSecure ? 465 : 25)}`
  const target = at(`${isSecure || startTls ? 'tls' : 'tcp'}://${place}`, 'hostname', notes)
  // A server that starts TLS has greeted before.
  return target && { ...target, ...settingsOf(defined({ startTls }), startTls ? {} : smtpGreeting) }
}

function webSocketCheck(monitor: KumaMonitor, notes: Notes): TargetOptions | undefined {
  const { url, wsSubprotocol, wsIgnoreSecWebsocketAcceptHeader: isLax } = monitor
  if (isLax) notes.tell('wsIgnoreSecWebsocketAcceptHeader', 'left out: the handshake has to be complete')
  const protocols = wsSubprotocol.split(',').flatMap((name) => name.trim() || [])
  const target = at(url, 'url', notes)
  return target && { ...target, ...settingsOf(defined({ protocols: protocols[0] && protocols }), {}) }
}

function dnsCheck(
  { hostname, port, dns_resolve_server, dns_resolve_type }: KumaMonitor,
  notes: Notes,
): TargetOptions | undefined {
  const [server = '', ...others] = dns_resolve_server.split(',').map((each) => each.trim())
  if (others.length > 0)
    notes.weaken('dns_resolve_server', 'only the first name server is asked; make a monitor for each other')
  const place = `${inBrackets(server)}${port && port !== 53 ? `:${port}` : ''}`
  return at(dnsUrl(place, hostname, dns_resolve_type || 'A'), 'hostname', notes)
}

/** Returns the check of a server that Uptime Kuma asks something; here its greeting is enough. */
function serverCheck(monitor: KumaMonitor, notes: Notes): TargetOptions | undefined {
  const { type, databaseConnectionString, grpcUrl, grpcEnableTls, ignoreTls } = monitor
  if (type === 'grpc-keyword') {
    notes.weaken('grpcMethod', 'the health service is asked, not the method')
    const target = at(`${grpcEnableTls ? 'grpcs' : 'grpc'}://${grpcUrl}`, 'grpcUrl', notes)
    return target && { ...target, ...settingsOf(ignoreTls ? { verify: false } : {}, {}) }
  }
  const text = databaseConnectionString
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) return at('', 'databaseConnectionString', notes)
  notes.weaken('databaseConnectionString', 'its login and its query were left out: the greeting is checked')
  const target = at(`${url.protocol}//${url.host}`, 'databaseConnectionString', notes)
  const mode = url.searchParams.get('sslmode') ?? 'disable'
  const request = defined({
    // The modes that go on without TLS (PostgreSQL, "SSL Mode Descriptions").
    tls: ['disable', 'allow', 'prefer'].includes(mode) ? undefined : true,
    verify: ignoreTls || mode === 'no-verify' ? false : undefined,
  })
  return target && { ...target, ...settingsOf(request, {}) }
}
