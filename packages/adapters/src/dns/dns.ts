import { getServers } from 'node:dns'
import { isIP } from 'node:net'
import { type ProbeAdapter, parseOptions } from '@telltale/core/ports'
import type { DecodedPacket } from 'dns-packet'
import { CheckError } from '../probing/check-error.js'
import { measureAndJudge } from '../probing/expectations.js'
import { addressesOf, checkAddress, hostOf } from '../probing/lookup.js'
import { type CheckRun, measure } from '../probing/measure.js'
import { exchange, libraryType, type NameServer } from './exchange.js'
import { type DnsAnswer, type DnsExpectation, judgeAnswer } from './judge-answer.js'
import { type CheckedDnsSettings, type DnsSettings, dnsSettings } from './monitor-settings.js'
import { type DnsProbeOptions, optionsSchema } from './options.js'
import { parseQuestion, type Question } from './question.js'
import { recordText } from './record-text.js'

/**
 * Makes a probe that queries a name server once, without any cache: `dns://192.0.2.53/shop.example?type=AAAA` (RFC 4501).
 * The server is an IP address or a name, with a port unless it is 53; `dns:///shop.example` queries the servers of this
 * machine. The type is `A` unless it is AAAA, CAA, CNAME, HTTPS, MX, NS, PTR, SOA, SRV, SVCB or TXT. An answer that does
 * not fit into a packet of UDP is asked for again over TCP. A measurement keeps up to 100 answers.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [dns()] })
 * await telltale.monitors.create({ url: 'dns://9.9.9.9/shop.example?type=MX' })
 * ```
 */
export function dns(options: DnsProbeOptions = {}): ProbeAdapter<DnsSettings, CheckedDnsSettings> {
  const settings = parseOptions('dns', optionsSchema, options)
  return {
    specVersion: 1,
    id: settings.id,
    probe: {
      matches: (url) => parseQuestion(url) !== undefined,
      settings: dnsSettings,
      check: (target, context) => {
        const code = target.settings?.expect?.code
        const expectation = code === undefined ? settings : { expectCode: code }
        return measureAndJudge(target, settings.retries, context, ({ url, timeoutMs }) =>
          measure({ url, timeoutMs }, context, {
            firstPhase: 'dnsMs',
            execute: (run) => query(url, expectation, run),
          }),
        )
      },
    },
  }
}

/** The number of answers that a measurement keeps. */
const maxAnswers = 100

async function query(url: URL, expectation: DnsExpectation, run: CheckRun): Promise<void> {
  const question = parseQuestion(url)
  if (!question) throw new CheckError('dns', `${url.href} asks for nothing that can be looked up`)
  const answer = hostOf(url) === '' ? await askMachine(question, run) : await askNamed(url, question, run)
  if (answer.texts.length > 0) run.details.answers = answer.texts.slice(0, maxAnswers)
  judgeAnswer(question, answer, expectation)
}

async function askNamed(url: URL, question: Question, run: CheckRun): Promise<DnsAnswer> {
  const host = hostOf(url)
  // The lookup of the server's own name is no part of how fast it answers, so the stopwatch stands still.
  const addresses = await run.step<Awaited<ReturnType<typeof addressesOf>>>((resolve, reject) =>
    addressesOf(host, run).then(resolve, reject),
  )
  const { address = host, family = 4 } = addresses.find((one) => one.family === 4) ?? addresses[0] ?? {}
  run.details.remoteAddress = address
  run.details.addressFamily = family === 6 ? 6 : 4
  return answerOf(await exchange({ address, port: Number(url.port || 53) }, question, run), question)
}

/** Asks the servers of this machine in turn, until one of them knows. */
async function askMachine(question: Question, run: CheckRun): Promise<DnsAnswer> {
  let last: { readonly answer: DnsAnswer } | { readonly error: unknown } | undefined
  for (const server of getServers().map(parseServer)) {
    try {
      const answer = answerOf(await exchange(server, question, run), question)
      if (answer.code !== 'SERVFAIL' && answer.code !== 'REFUSED')
        return withoutPrivate(answer, question, run)
      last = { answer }
    } catch (error) {
      if (run.isEnding) throw error
      last = { error }
    }
  }
  if (last && 'answer' in last) return last.answer
  throw last?.error ?? new CheckError('dns', 'this machine has no name server')
}

/** Parses an entry of Node's list: an address, with a port unless it is 53. */
function parseServer(entry: string): NameServer {
  if (isIP(entry)) return { address: entry, port: 53 }
  const { port } = new URL(`udp://${entry}`)
  return { address: hostOf(new URL(`udp://${entry}`)), port: Number(port) }
}

function answerOf(packet: DecodedPacket, { type }: Question): DnsAnswer {
  const code = (packet as { readonly rcode?: string }).rcode ?? 'NOERROR'
  const texts = (packet.answers ?? []).filter((answer) => answer.type === libraryType(type)).map(recordText)
  return { code: code === 'NOERROR' && texts.length === 0 ? 'NODATA' : code, texts }
}

/** Answers for a name of the machine's own network as for one that does not exist. */
async function withoutPrivate(answer: DnsAnswer, { type }: Question, run: CheckRun): Promise<DnsAnswer> {
  const isService = type === 'HTTPS' || type === 'SVCB'
  const found = answer.texts.flatMap((text) => (isService ? text.split(/[ =,]/) : [text]))
  try {
    for (const text of found) if (isIP(text) !== 0) await checkAddress(text, run)
    return answer
  } catch (error) {
    if (error instanceof CheckError && error.kind === 'forbidden') return { code: 'NXDOMAIN', texts: [] }
    throw error
  }
}
