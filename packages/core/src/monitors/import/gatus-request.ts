import { conditionNote } from './gatus-condition.js'
import type { GatusEndpoint } from './gatus-config.js'
import { type AddNote, maxUnknownFields, useHttp } from './imported-monitor.js'

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
]
const noted = ['method', 'headers', 'body', 'graphql', 'conditions', 'client']
const notedOfClient = ['timeout', 'insecure', 'ignore-redirect', 'network']

/** Adds notes on fields that are an option of an adapter, and on those that no adapter has. */
export function noteRequest(endpoint: GatusEndpoint, protocol: string, add: AddNote): void {
  const { method, headers, body, graphql, conditions, client } = endpoint
  if (method && method !== 'GET') add('method', useHttp(`method: ${JSON.stringify(method.slice(0, 20))}`))
  if (Object.keys(headers ?? {}).length > 0) add('headers', useHttp('headers: { … }'))
  if (body !== undefined && body !== null && body !== '')
    add('body', graphql ? useHttp('body: JSON.stringify({ query })') : useHttp("body: '…'"))
  noteConditions(conditions ?? [], protocol, add)
  noteClient(client ?? {}, add)
  noteUnknown(endpoint, '', [...known, ...noted], add)
}

function noteConditions(conditions: readonly string[], protocol: string, add: AddNote): void {
  conditions.forEach((condition, index) => {
    const message = conditionNote(condition, protocol)
    if (message !== undefined) add(`conditions[${index}]`, message)
  })
  const isHttp = protocol === 'http:' || protocol === 'https:'
  // Gatus takes any status where no condition looks at it; the adapter takes those from 200 to 299.
  if (isHttp && !conditions.some((condition) => /\[STATUS\]/i.test(condition)))
    add('conditions', useHttp('acceptStatus: [[100, 599]]'))
}

function noteClient(client: NonNullable<GatusEndpoint['client']>, add: AddNote): void {
  const { insecure, network } = client
  if (insecure)
    add(
      'client.insecure',
      `left out: certificates are always checked; for an authority of your own, ${useHttp("ca: ['…']")}`,
    )
  if (client['ignore-redirect'])
    add('client.ignore-redirect', useHttp('maxRedirects: 0, acceptStatus: [[200, 399]]'))
  if (network === 'ip4' || network === 'ip6') add('client.network', useHttp(`family: ${network.slice(2)}`))
  noteUnknown(client, 'client.', notedOfClient, add)
}

function noteUnknown(given: object, prefix: string, expected: readonly string[], add: AddNote): void {
  const unknown = Object.keys(given).filter((field) => !expected.includes(field))
  for (const field of unknown.slice(0, maxUnknownFields))
    add(`${prefix}${field.slice(0, 60)}`, 'left out: Telltale has nothing like it')
}
