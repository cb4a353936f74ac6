import { isIP } from 'node:net'
import { asciiName } from '@telltale/core/ports'
import { hostOf } from '../probing/lookup.js'

/** The record types that can be asked for. */
const recordTypes = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'HTTPS',
  'MX',
  'NS',
  'PTR',
  'SOA',
  'SRV',
  'SVCB',
  'TXT',
] as const

/** A record type that can be asked for. */
export type RecordType = (typeof recordTypes)[number]

/** The question of a URL (RFC 1035). */
export interface Question {
  readonly name: string
  readonly type: RecordType
}

/** Parses `dns://server/name?type=A` (RFC 4501). Returns `undefined` for a question that this probe cannot ask. */
export function parseQuestion(url: URL): Question | undefined {
  const { protocol, hostname, pathname, searchParams } = url
  const path = pathname.slice(1)
  // Only a name in other letters is converted: the others are asked for as they stand.
  const name = path.includes('%') ? (asciiName(path) ?? '') : path
  const wanted = [...searchParams].find(([key]) => key.toLowerCase() === 'type')?.[1] ?? 'A'
  const type = recordTypes.find((known) => known === wanted.toUpperCase())
  if (protocol !== 'dns:' || type === undefined || !isDomainName(name)) return undefined
  return hostname === '' || isIP(hostOf(url)) !== 0 || isDomainName(hostname) ? { name, type } : undefined
}

/** Checks the lengths of RFC 1035, section 2.3.4. */
const isDomainName = (name: string): boolean =>
  name.length <= 254 && /^([\w*-]{1,63}\.)*[\w*-]{1,63}\.?$/.test(name)
