import { promises, type Resolver } from 'node:dns'
import { isIP } from 'node:net'
import { type Adapter, asciiName, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { CheckError, timeoutError } from '../probing/check-error.js'
import { hostOf } from '../probing/connection.js'
import { checkAddress } from '../probing/lookup.js'
import { type CheckRun, measure } from '../probing/measure.js'
import { measureWithRetries } from '../probing/retries.js'

/** Options of the DNS probe. */
export interface DnsProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'dns' */
  readonly id?: string
  /** A text that one of the answers has to equal, such as an address. @default any answer */
  readonly expect?: string
  /** The maximum number of retries of a failed check, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('dns'),
  expect: z.string().min(1).exactOptional(),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<DnsProbeOptions>)

const recordTypes = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const

/** The question of a URL: a name and a record type (RFC 1035). */
interface Question {
  readonly name: string
  readonly type: (typeof recordTypes)[number]
}

/** Parses `dns://resolver/name?type=A` (RFC 4501). Returns `undefined` for a question that this probe cannot ask. */
function parseQuestion(url: URL): Question | undefined {
  const { protocol, hostname, pathname, searchParams } = url
  const path = pathname.slice(1)
  // Only a name in other letters is converted: the others are asked for as they stand.
  const name = path.includes('%') ? (asciiName(path) ?? '') : path
  const wanted = [...searchParams].find(([key]) => key.toLowerCase() === 'type')?.[1] ?? 'A'
  const type = recordTypes.find((known) => known === wanted.toUpperCase())
  if (protocol !== 'dns:' || type === undefined || !/^[\w.-]+$/.test(name)) return undefined
  return hostname === '' || isIP(hostOf(url)) !== 0 ? { name, type } : undefined
}

/**
 * Makes a probe that queries a name server once, without any cache: `dns://192.0.2.53/shop.example?type=AAAA` (RFC 4501).
 * The server is an IP address, with a port unless it is 53; `dns:///shop.example` queries the servers of this machine. The
 * type is `A` unless it is AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV or TXT.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [dns()] })
 * await telltale.monitors.create({ url: 'dns://9.9.9.9/shop.example?type=MX' })
 * ```
 */
export function dns(options: DnsProbeOptions = {}): Adapter {
  const { id, expect, retries } = parseOptions('dns', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    probe: {
      matches: (url) => parseQuestion(url) !== undefined,
      check: (target, context) =>
        measureWithRetries(target, retries, ({ url, timeoutMs }) =>
          measure({ url, timeoutMs }, context, {
            firstPhase: 'dnsMs',
            execute: (run) => query({ url, timeoutMs, expect }, run),
          }),
        ),
    },
  }
}

/** A query of one check. */
interface DnsQuery {
  readonly url: URL
  readonly timeoutMs: number
  readonly expect: string | undefined
}

async function query({ url, timeoutMs, expect }: DnsQuery, run: CheckRun): Promise<void> {
  const question = parseQuestion(url)
  if (!question) throw new CheckError('dns', `${url.href} asks for nothing that can be looked up`)
  // One packet, within the check's own timeout: a repetition by the resolver would look like a slow server.
  const resolver = new promises.Resolver({ timeout: timeoutMs * 2, tries: 1 })
  if (hostOf(url) !== '') await checkAddress(hostOf(url), run)
  recordServer(url, resolver, run)
  try {
    const answers = await run.step<unknown>((resolve, reject) => {
      run.stopwatch.resume()
      resolver.resolve(question.name, question.type).then(resolve, reject)
      run.stopwatch.markSent()
    })
    const found = textsOf(answers)
    if (isMachineAsked(url))
      for (const text of found) if (isIP(text) !== 0) await requirePublic(text, question, run)
    if (expect !== undefined && !found.includes(expect))
      throw new CheckError('assertion', `expected an answer ${JSON.stringify(expect)}, got ${listed(found)}`)
  } catch (error) {
    if (hasCode(error, 'ECONNREFUSED'))
      throw new CheckError('refused', 'the name server does not answer (ECONNREFUSED)')
    // The resolver times out before our own timeout only where this process slept through both.
    if (hasCode(error, 'ETIMEOUT')) throw timeoutError(timeoutMs, 'dnsMs')
    throw isMachineAsked(url) || error instanceof CheckError ? error : unresolved(question, error)
  } finally {
    resolver.cancel()
  }
}

/** Returns `true` when the question goes to the servers of this machine, which may know names of its own network. */
const isMachineAsked = (url: URL): boolean => hostOf(url) === ''

/** Fails the check of a name of the machine's own network as that of a name that does not exist. */
async function requirePublic(address: string, { name }: Question, run: CheckRun): Promise<void> {
  await checkAddress(address, run).catch((error: unknown) => {
    if (error instanceof CheckError && error.kind === 'forbidden')
      throw Object.assign(new Error('forbidden'), { code: 'ENOTFOUND', hostname: name })
    throw error
  })
}

/** The codes of c-ares that are an answer of a name server, or something that is none. */
const answerCodes = [
  'ENODATA',
  'EFORMERR',
  'ESERVFAIL',
  'ENOTFOUND',
  'ENOTIMP',
  'EREFUSED',
  'EBADRESP',
  'EBADNAME',
]

/** Converts the failure of a query to that of a check. Whatever is no answer of a name server stays as it is. */
function unresolved({ name }: Question, error: unknown): unknown {
  const isAnswer = answerCodes.some((code) => hasCode(error, code))
  return isAnswer
    ? new CheckError('dns', `the name ${name} did not resolve (${(error as { code: string }).code})`)
    : error
}

function recordServer(url: URL, resolver: Pick<Resolver, 'setServers'>, { details }: CheckRun): void {
  details.protocol = 'DNS'
  const address = hostOf(url)
  if (address === '') return
  resolver.setServers([url.port === '' ? url.hostname : `${url.hostname}:${url.port}`])
  details.remoteAddress = address
  details.addressFamily = isIP(address) === 6 ? 6 : 4
}

/** Returns every text in the answers: an address, a name, the joined pieces of a TXT record. */
function textsOf(answers: unknown): readonly string[] {
  if (typeof answers === 'string') return [answers]
  if (Array.isArray(answers))
    return answers.flatMap((answer) => (Array.isArray(answer) ? answer.join('') : textsOf(answer)))
  return typeof answers === 'object' && answers !== null ? Object.values(answers).flatMap(textsOf) : []
}

const listed = (texts: readonly string[]): string => JSON.stringify(texts).slice(0, 200)

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
