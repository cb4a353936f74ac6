import { promises, type Resolver } from 'node:dns'
import { isIP } from 'node:net'
import { type Adapter, type OptionsShape, parseOptions } from '@telltale/core/ports'
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
  /** A text that one of the answers has to be, such as an address; any answer will do when absent. */
  readonly expect?: string
  /** How often a check that fails is tried again, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('dns'),
  expect: z.string().min(1).exactOptional(),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<DnsProbeOptions>)

const recordTypes = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const

/** What a URL asks for. */
interface Question {
  readonly name: string
  readonly type: (typeof recordTypes)[number]
}

/** Reads `dns://resolver/name?type=A` (RFC 4501); `undefined` when it asks for nothing that this probe can ask. */
function parseQuestion(url: URL): Question | undefined {
  const { protocol, hostname, pathname, searchParams } = url
  const name = pathname.slice(1)
  const wanted = [...searchParams].find(([key]) => key.toLowerCase() === 'type')?.[1] ?? 'A'
  const type = recordTypes.find((known) => known === wanted.toUpperCase())
  if (protocol !== 'dns:' || type === undefined || !/^[\w.-]+$/.test(name)) return undefined
  return hostname === '' || isIP(hostOf(url)) !== 0 ? { name, type } : undefined
}

/**
 * A probe that asks a name server once, without any cache: `dns://192.0.2.53/shop.example?type=AAAA` (RFC 4501). The
 * server is an address, with a port where it is not 53; `dns:///shop.example` asks those of this machine. The type is
 * `A` unless it says A, AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV or TXT.
 *
 * @throws `ValidationError` when an option is not what it should be.
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
            go: (run) => ask(url, { timeoutMs, expect }, run),
          }),
        ),
    },
  }
}

interface Asking {
  readonly timeoutMs: number
  readonly expect: string | undefined
}

async function ask(url: URL, { timeoutMs, expect }: Asking, run: CheckRun): Promise<void> {
  const question = parseQuestion(url)
  if (!question) throw new CheckError('dns', `${url.href} asks for nothing that can be looked up`)
  // One packet, and the check's own time: what the resolver repeats by itself would look like a slow server.
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
    if (expect !== undefined && !found.includes(expect))
      throw new CheckError('assertion', `expected an answer ${JSON.stringify(expect)}, got ${listed(found)}`)
  } catch (error) {
    if (hasCode(error, 'ECONNREFUSED'))
      throw new CheckError('refused', 'the name server does not answer (ECONNREFUSED)')
    // The resolver's own time is over before ours is seen to be only where this process slept through both.
    throw hasCode(error, 'ETIMEOUT') ? timeoutError(timeoutMs, 'dnsMs') : error
  } finally {
    resolver.cancel()
  }
}

function recordServer(url: URL, resolver: Pick<Resolver, 'setServers'>, { details }: CheckRun): void {
  details.protocol = 'DNS'
  const address = hostOf(url)
  if (address === '') return
  resolver.setServers([url.port === '' ? url.hostname : `${url.hostname}:${url.port}`])
  details.remoteAddress = address
  details.addressFamily = isIP(address) === 6 ? 6 : 4
}

/** Every text that stands in the answers: an address, a name, the pieces of a TXT record put together. */
function textsOf(answers: unknown): readonly string[] {
  if (typeof answers === 'string') return [answers]
  if (Array.isArray(answers))
    return answers.flatMap((answer) => (Array.isArray(answer) ? answer.join('') : textsOf(answer)))
  return typeof answers === 'object' && answers !== null ? Object.values(answers).flatMap(textsOf) : []
}

const listed = (texts: readonly string[]): string => JSON.stringify(texts).slice(0, 200)

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
