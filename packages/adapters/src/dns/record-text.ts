import type { Answer } from 'dns-packet'
import { CheckError } from '../probing/check-error.js'
import { serviceText } from './service-text.js'

/** The maximum length of a text, in characters: longer ones are cut. */
const maxChars = 1_000

/** Returns the data of a record as master files have it (RFC 1035, section 5): an address, a name, or several fields. */
export function recordText(answer: Answer): string {
  return textOf(answer.type, 'data' in answer ? answer.data : undefined).slice(0, maxChars)
}

function textOf(type: string, data: unknown): string {
  if (typeof data === 'string') return data
  if (type.startsWith('UNKNOWN_') && Buffer.isBuffer(data)) return serviceText(data)
  if (type === 'TXT') return [data].flat().map(String).join('')
  if (typeof data !== 'object' || data === null)
    throw new CheckError('protocol', `a record of type ${type} is empty`)
  const fields = data as Readonly<Record<string, unknown>>
  const of = (...names: readonly string[]) => names.map((name) => String(fields[name])).join(' ')
  switch (type) {
    case 'MX':
      return of('preference', 'exchange')
    case 'SRV':
      return of('priority', 'weight', 'port', 'target')
    case 'SOA':
      return of('mname', 'rname', 'serial', 'refresh', 'retry', 'expire', 'minimum')
    default:
      return `${of('flags', 'tag')} ${JSON.stringify(String(fields.value))}`
  }
}
