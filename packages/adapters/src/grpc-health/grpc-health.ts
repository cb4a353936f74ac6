import { connect as openHttp2 } from 'node:http2'
import type { Socket } from 'node:net'
import {
  BodyBuffer,
  defined,
  type OptionsShape,
  type ProbeAdapter,
  type ProbeTarget,
  parseOptions,
} from '@telltale/core/ports'
import { z } from 'zod'
import { type ClientCertificate, lazySecureContext } from '../probing/certificate.js'
import { CheckError } from '../probing/check-error.js'
import { connect, initialPhase } from '../probing/connection.js'
import { measureAndJudge } from '../probing/expectations.js'
import { type CheckRun, measure } from '../probing/measure.js'
import { quote } from '../probing/quote.js'
import {
  type CheckedServerSettings,
  type ServerSettings,
  serverSettings,
} from '../probing/server-settings.js'
import { tlsShape } from '../probing/tls-options.js'
import { healthRequest, parseHealthResponse } from './health-message.js'

/** Options of the probe of gRPC health. */
export interface GrpcHealthProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'grpc-health' */
  readonly id?: string
  /** The version of the Internet Protocol. @default whichever responds */
  readonly family?: 4 | 6
  /** Certificates (PEM) of further trusted authorities, besides those of Node. @default [] */
  readonly ca?: readonly string[]
  /** The server name (SNI), for which the certificate has to be valid. @default the URL's host */
  readonly serverName?: string
  /** `false` to accept a certificate that is not trusted: `certificateProblem` says why it is not. @default true */
  readonly verify?: boolean
  /** The certificate that the server asks for (mTLS), with its private key. @default none */
  readonly clientCertificate?: ClientCertificate
  /** The maximum number of retries of a failed check, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

const optionsSchema = z.strictObject({
  ...tlsShape,
  id: z.string().min(1).default('grpc-health'),
  family: z.literal([4, 6]).exactOptional(),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<GrpcHealthProbeOptions>)

/**
 * Makes a probe that asks servers of gRPC for their health (grpc.health.v1), in the clear at `grpc://host:port/service` or
 * over TLS at `grpcs://`. Without a service it asks for the server as a whole.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [grpcHealth()] })
 * await telltale.monitors.create({ url: 'grpcs://api.example/shop.v1.Orders' })
 * ```
 */
export function grpcHealth(
  options: GrpcHealthProbeOptions = {},
): ProbeAdapter<ServerSettings, CheckedServerSettings> {
  const settings = parseOptions('grpcHealth', optionsSchema, options)
  const { clientCertificate } = settings
  const secureContext = lazySecureContext(settings.ca, clientCertificate)
  const check = async (target: ProbeTarget<CheckedServerSettings>, run: CheckRun) => {
    const { url, timeoutMs } = target
    const { serverName, verify, family } = { ...settings, ...target.settings?.request }
    const isSecure = url.protocol === 'grpcs:'
    const tls = isSecure ? { context: secureContext(), protocols: ['h2'], serverName, verify } : undefined
    const socket = await connect({ url, defaultPort: isSecure ? 443 : 80, family, ...defined({ tls }) }, run)
    try {
      await askForHealth(socket, { url, timeoutMs }, run)
    } finally {
      socket.destroy()
    }
  }
  return {
    specVersion: 1,
    id: settings.id,
    probe: {
      matches: ({ protocol, hostname }) => /^grpcs?:$/.test(protocol) && hostname !== '',
      settings: serverSettings,
      check: (target, context) =>
        measureAndJudge(target, settings.retries, context, ({ url, timeoutMs }) =>
          measure({ url, timeoutMs }, context, {
            firstPhase: initialPhase(url),
            execute: (run) => check({ ...target, url, timeoutMs }, run),
          }),
        ),
    },
    secrets: () => (clientCertificate ? [clientCertificate.key] : []),
  }
}

/** The maximum size of a response, in bytes: it has a state alone. */
const maxBytes = 16_384

/** An answer of HTTP/2, as gRPC has it. */
interface GrpcAnswer {
  readonly httpStatus: number
  readonly message: Buffer
  readonly status: string | undefined
  readonly statusMessage: string
}

async function askForHealth(socket: Socket, { url, timeoutMs }: ProbeTarget, run: CheckRun): Promise<void> {
  const service = decodeURIComponent(url.pathname.replace(/^\//, ''))
  run.enter('firstByteMs')
  run.details.protocol = 'gRPC'
  const answer = await exchange(socket, { url, timeoutMs, message: healthRequest(service) }, run)
  run.details.httpStatus = answer.httpStatus
  if (answer.httpStatus !== 200)
    throw new CheckError('status', `answered ${answer.httpStatus}, which is not gRPC`)
  const name = service === '' ? 'the server' : `the service ${service}`
  if (answer.status !== '0') throw new CheckError('status', refusal(name, answer))
  const state = parseHealthResponse(answer.message)
  if (state !== 'SERVING') throw new CheckError('status', `${name} is ${state}`)
}

/** Describes a status of gRPC (gRPC, "Status codes and their use"). */
function refusal(name: string, { status = 'none', statusMessage }: GrpcAnswer): string {
  if (status === '5') return `the server does not know ${name} (NOT_FOUND)`
  if (status === '12') return 'the server has no service of health (UNIMPLEMENTED)'
  return `the server answered with the status ${status}${statusMessage === '' ? '' : `: ${quote(statusMessage)}`}`
}

/** The request of a check. */
interface GrpcRequest {
  readonly url: URL
  readonly timeoutMs: number
  readonly message: Buffer
}

async function exchange(
  socket: Socket,
  { url, timeoutMs, message }: GrpcRequest,
  run: CheckRun,
): Promise<GrpcAnswer> {
  const authority = url.host
  const scheme = url.protocol === 'grpcs:' ? 'https' : 'http'
  const session = openHttp2(`${scheme}://${authority}`, { createConnection: () => socket })
  try {
    return await run.step<GrpcAnswer>((resolve, reject) => {
      const fail = (error: Error) => reject(toCheckError(error))
      session.on('error', fail)
      session.on('close', () => reject(cutOff()))
      const stream = session.request({
        ':method': 'POST',
        ':path': '/grpc.health.v1.Health/Check',
        'content-type': 'application/grpc',
        te: 'trailers',
        'grpc-timeout': `${Math.min(timeoutMs, 99_999_999)}m`,
      })
      const body = new BodyBuffer()
      // A refusal comes with the headers alone, an answer with trailers.
      let told: Record<string, unknown> = {}
      stream.on('error', fail)
      stream.on('response', (headers) => {
        told = { ...headers }
      })
      stream.on('trailers', (trailers) => {
        told = { ...told, ...trailers }
      })
      stream.on('data', (chunk: Buffer) => {
        run.stopwatch.markReceived()
        body.append(chunk)
        run.details.bytes = body.length
        if (body.length > maxBytes)
          reject(new CheckError('too-large', `the answer is longer than ${maxBytes} bytes`))
      })
      stream.on('end', () => {
        const { ':status': httpStatus, 'grpc-status': status, 'grpc-message': text } = told
        // Without headers the connection broke: its own event says how.
        if (httpStatus === undefined) return
        resolve({
          httpStatus: Number(httpStatus),
          message: body.read(),
          status: status === undefined ? undefined : String(status),
          statusMessage: String(text ?? ''),
        })
      })
      stream.end(message)
      run.stopwatch.markSent()
    })
  } finally {
    session.on('error', () => {})
    session.destroy()
  }
}

function toCheckError(error: Error & { readonly code?: string }): Error {
  if (error.code === 'ERR_HTTP2_STREAM_CANCEL') return cutOff()
  return error.code?.startsWith('ERR_HTTP2')
    ? new CheckError('protocol', `the answer is not valid HTTP/2: ${error.message}`)
    : error
}

const cutOff = (): CheckError =>
  new CheckError('reset', 'the connection was closed before the answer was complete')
