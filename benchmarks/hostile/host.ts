import { setTimeout as delay } from 'node:timers/promises'
import { http } from '@telltale/adapters/http'
import type { Adapter } from '@telltale/core/ports'

/** The time that the name server of `*.slow.example` takes. */
const slowLookupMs = 30_000

/** The secret that the host's probe `secretive` sends to every target. */
export const secret = 'canary-5f1d8c'

/** Resolves names of the test as a machine's resolver would: most lead to this machine, some slowly to nowhere. */
export async function lookup(hostname: string) {
  if (hostname.endsWith('.slow.example')) await delay(slowLookupMs, undefined, { ref: false })
  if (/\.(slow|nowhere)\.example$/.test(hostname))
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' })
  return [{ address: '127.0.0.1', family: 4 } as const]
}

/** Makes the further probes of the host, which an owner may choose. */
export function hostAdapters(): readonly Adapter[] {
  return [
    http({ id: 'words', assertions: [{ of: 'body', matches: /status:\s*(ok|up).*version:\s*\d+\s*$/ }] }),
    http({ id: 'mail', assertions: [{ of: 'body', matches: /^([\w.-]+)+@example\.com$/m }] }),
    http({ id: 'json', assertions: [{ of: 'json', path: '$.queues[0].length', atMost: 10 }] }),
    http({ id: 'secretive', headers: { 'x-token': secret }, auth: { bearer: secret } }),
  ]
}
