import type { Socket } from 'node:net'
import {
  BodyBuffer,
  defined,
  type OptionsShape,
  type ProbeAdapter,
  type ProbeTarget,
  parseOptions,
  settingsSchema,
} from '@telltale/core/ports'
import { z } from 'zod'
import { CheckError } from '../probing/check-error.js'
import { connect } from '../probing/connection.js'
import { requestOverHttp2 } from '../probing/http2-stream.js'
import type { CheckRun } from '../probing/measure.js'
import { measureConnection } from '../probing/measure-connection.js'
import { quote } from '../probing/quote.js'
import {
  type SecureRequestSettings,
  type ServerExpectations,
  secureRequestShape,
  serverExpectations,
} from '../probing/server-settings.js'
import {
  type SecureProbeOptions,
  secureProbeShape,
  tlsSecretPaths,
  tlsSecrets,
  tlsTermsOf,
} from '../probing/tls-options.js'
import { healthRequest, parseHealthResponse } from './health-message.js'

/** Options of the probe of gRPC health. */
export type GrpcHealthProbeOptions = SecureProbeOptions

const optionsSchema = z.strictObject({
  ...secureProbeShape,
  id: z.string().min(1).default('grpc-health'),
} satisfies OptionsShape<GrpcHealthProbeOptions>)

/** The settings of a monitor that the probe of gRPC health checks. */
export interface GrpcHealthSettings {
  /** The request. @default as the adapter says */
  readonly request?: SecureRequestSettings | undefined
  /** The conditions. @default none */
  readonly expect?: ServerExpectations | undefined
}

const monitorSettings = z.strictObject({
  request: z.strictObject(secureRequestShape).exactOptional(),
  expect: serverExpectations,
} satisfies OptionsShape<GrpcHealthSettings>)

type CheckedGrpcHealthSettings = z.output<typeof monitorSettings>

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
): ProbeAdapter<GrpcHealthSettings, CheckedGrpcHealthSettings> {
  const settings = parseOptions('grpcHealth', optionsSchema, options)
  const { id, retries } = settings
  const termsOf = tlsTermsOf(settings)
  const check = async (target: ProbeTarget<CheckedGrpcHealthSettings>, run: CheckRun) => {
    const { url } = target
    const own = target.settings?.request
    const isSecure = url.protocol === 'grpcs:'
    const { family } = { ...settings, ...own }
    const tls = isSecure ? { ...termsOf(own), protocols: ['h2'] } : undefined
    const socket = await connect({ url, defaultPort: isSecure ? 443 : 80, family, ...defined({ tls }) }, run)
    try {
      await askForHealth(socket, target, run)
    } finally {
      socket.destroy()
    }
  }
  return {
    specVersion: 1,
    id,
    probe: {
      matches: ({ protocol, hostname }) => /^grpcs?:$/.test(protocol) && hostname !== '',
      settings: { schema: settingsSchema(monitorSettings), secretPaths: tlsSecretPaths },
      check: (target, context) => measureConnection(target, { retries, context }, check),
    },
    secrets: () => tlsSecrets(settings),
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

function exchange(
  socket: Socket,
  { url, timeoutMs, message }: GrpcRequest,
  run: CheckRun,
): Promise<GrpcAnswer> {
  const headers = {
    ':method': 'POST',
    ':path': '/grpc.health.v1.Health/Check',
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': `${Math.min(timeoutMs, 99_999_999)}m`,
  }
  const origin = `${url.protocol === 'grpcs:' ? 'https' : 'http'}://${url.host}`
  return requestOverHttp2<GrpcAnswer>(
    socket,
    { origin, headers, body: message },
    run,
    (stream, resolve, reject) => {
      const body = new BodyBuffer()
      // A refusal comes with the headers alone, an answer with trailers.
      let told: Record<string, unknown> = {}
      stream.on('response', (answered) => {
        told = { ...answered }
      })
      stream.on('trailers', (trailers) => {
        told = { ...told, ...trailers }
      })
      stream.on('data', (chunk: Buffer) => {
        body.append(chunk)
        run.details.bytes = body.length
        if (body.length > maxBytes)
          reject(new CheckError('too-large', `the answer is longer than ${maxBytes} bytes`))
      })
      stream.on('end', () => {
        const { ':status': httpStatus, 'grpc-status': status, 'grpc-message': text } = told
        if (httpStatus === undefined) return
        resolve({
          httpStatus: Number(httpStatus),
          message: body.read(),
          status: status === undefined ? undefined : String(status),
          statusMessage: String(text ?? ''),
        })
      })
    },
  )
}
