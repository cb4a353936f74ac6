import { execFile } from 'node:child_process'
import type { Socket } from 'node:net'
import { promisify } from 'node:util'
import type { CheckFailureKind } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { httpPeer, rawPeer, sumOfPhases } from '../probing/testing/peer.js'
import { type MeasureHttpOptions, measure } from './testing/measure.js'

const repeat = (socket: Socket, text: string, everyMs: number) => {
  const timer = setInterval(() => socket.write(text), everyMs)
  socket.on('close', () => clearInterval(timer))
}
const head = 'HTTP/1.1 200 OK\r\n'

interface WrongAnswer {
  readonly what: string
  /** Answers a request of the check. */
  readonly answer: (socket: Socket) => void
  readonly kind: CheckFailureKind
  readonly message: RegExp
  readonly options?: MeasureHttpOptions
}

const wrongAnswers: readonly WrongAnswer[] = [
  {
    what: 'a connection closed without an answer',
    answer: (socket) => socket.end(),
    kind: 'reset',
    message: /^the connection broke before the first byte of the answer \(ECONNRESET\)$/,
  },
  {
    what: 'a connection reset without an answer',
    answer: (socket) => socket.resetAndDestroy(),
    kind: 'reset',
    message: /^the connection broke before the first byte of the answer \(ECONNRESET\)$/,
  },
  {
    what: 'a connection closed amid the headers',
    answer: (socket) => socket.end(`${head}content-le`),
    kind: 'reset',
    message: /^the connection broke before the end of the answer/,
  },
  {
    what: 'a connection closed amid the body',
    answer: (socket) => socket.end(`${head}content-length: 100\r\n\r\nhalf`),
    kind: 'reset',
    message: /^the connection broke before the end of the answer/,
  },
  {
    what: 'a connection reset amid the body',
    answer: (socket) =>
      socket.write(`${head}content-length: 100\r\n\r\nhalf`, () => socket.resetAndDestroy()),
    kind: 'reset',
    message: /^the connection broke before the end of the answer/,
  },
  {
    what: 'a connection closed amid a chunk',
    answer: (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\nff\r\nhalf`),
    kind: 'reset',
    message: /^the connection broke before the end of the answer/,
  },
  {
    what: 'what is not HTTP',
    answer: (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
    kind: 'protocol',
    message: /^the answer is not valid HTTP: ./,
  },
  {
    what: 'a chunk whose size is no number',
    answer: (socket) => socket.write(`${head}transfer-encoding: chunked\r\n\r\nsize\r\n`),
    kind: 'protocol',
    message: /^the answer is not valid HTTP: .*chunk size/,
  },
  {
    what: 'headers that are too long',
    answer: (socket) => socket.write(`${head}x: ${'x'.repeat(20_000)}\r\n\r\n`),
    kind: 'too-large',
    message: /^the headers of the answer are longer than 16384 bytes$/,
  },
  {
    what: 'headers without an end',
    answer: (socket) => {
      socket.write(head)
      repeat(socket, `x: ${'x'.repeat(5_000)}\r\n`, 1)
    },
    kind: 'too-large',
    message: /^the headers of the answer are longer than 16384 bytes$/,
  },
  {
    what: 'a body that is too long',
    answer: (socket) => socket.write(`${head}content-length: 11\r\n\r\n12345678901`),
    kind: 'too-large',
    message: /^the body is longer than 10 bytes$/,
    options: { maxBytes: 10 },
  },
  {
    what: 'a body without an end',
    answer: (socket) => {
      socket.write(`${head}\r\n`)
      repeat(socket, 'x'.repeat(60_000), 1)
    },
    kind: 'too-large',
    message: /^the body is longer than 5242880 bytes$/,
  },
  {
    what: 'a body that is nearly all framing',
    answer: (socket) => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`)
      repeat(socket, `1;${'e'.repeat(10_000)}\r\nx\r\n`.repeat(10), 1)
    },
    kind: 'protocol',
    message: /^the body comes with more framing than content: \d+ of \d+ bytes$/,
  },
  {
    what: 'a body in tiny pieces',
    answer: (socket) => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`)
      repeat(socket, '4\r\nxxxx\r\n'.repeat(1_000), 1)
    },
    kind: 'protocol',
    message: /^the body comes in pieces that are too small: \d+ bytes in \d+$/,
    options: { assertions: [{ of: 'body', contains: 'y' }] },
  },
  {
    what: 'a flood of interim answers',
    answer: (socket) => repeat(socket, 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(10), 1),
    kind: 'protocol',
    message: /^more than 20 interim answers \(1xx\) came$/,
  },
  {
    what: 'silence',
    answer: () => {},
    kind: 'timeout',
    message: /^no complete answer within 300 ms \(waiting for the first byte\)$/,
    options: { timeoutMs: 300 },
  },
  {
    what: 'promises to go on, without an end',
    answer: (socket) => repeat(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 20),
    kind: 'timeout',
    message: /^no complete answer within 300 ms \(reading the answer\)$/,
    options: { timeoutMs: 300 },
  },
  {
    what: 'a body that comes a byte at a time',
    answer: (socket) => {
      socket.write(`${head}content-length: 1000\r\n\r\n`)
      repeat(socket, 'x', 20)
    },
    kind: 'timeout',
    message: /^no complete answer within 1 s \(reading the answer\)$/,
    options: { timeoutMs: 1_000 },
  },
]

describe('a failed check', () => {
  it.each(wrongAnswers)('reports $what', async ({ answer, kind, message, options = {} }) => {
    const peer = await rawPeer(answer)
    const startedAt = performance.now()
    const measurement = await measure(peer.origin, options)
    const tookMs = performance.now() - startedAt
    expect(measurement.failure).toEqual({ kind, message: expect.stringMatching(message) })
    expect(sumOfPhases(measurement)).toBeCloseTo(measurement.latencyMs, 6)
    expect(measurement.latencyMs).toBeLessThanOrEqual(tookMs)
    if (kind === 'timeout') expect(tookMs).toBeLessThan((options.timeoutMs ?? 0) + 250)
  })

  it('says that nobody listens', async () => {
    expect(await measure('http://127.0.0.1:1/')).toMatchObject({
      phases: { connectMs: expect.any(Number) },
      failure: { kind: 'refused', message: 'connection refused by 127.0.0.1:1' },
    })
  })

  it('names every address that was tried', async () => {
    const { failure } = await measure('http://localhost:1/')
    expect(failure?.message).toMatch(/^connection refused by (\S+:1)( and \S+:1)?$/)
  })

  it('says that no route leads there', async () => {
    const { failure } = await measure('http://255.255.255.255/')
    expect(failure?.kind).toBe('unreachable')
    expect(failure?.message).toMatch(/^no (route leads|connection) to 255\.255\.255\.255:80 \(E\w+\)$/)
  })

  it('says that the name does not resolve', async () => {
    const { phases, failure } = await measure('http://nope.invalid/')
    expect(Object.keys(phases)).toEqual(['dnsMs'])
    expect(failure?.kind).toBe('dns')
    expect(failure?.message).toMatch(
      /^could not reach nope\.invalid: the name does not resolve to an address that may be called$/,
    )
  })

  it('says that the status is not accepted, and reads no further', async () => {
    const { origin } = await httpPeer((_, response) => {
      response.writeHead(503).write('the beginning of a body that never ends')
    })
    const measurement = await measure(origin)
    expect(measurement).toMatchObject({
      httpStatus: 503,
      failure: { kind: 'status', message: 'answered 503 Service Unavailable; accepted are 200-299' },
    })
    expect(measurement).not.toHaveProperty('bytes')
  })

  it('depends on the statuses that the host accepts', async () => {
    const { origin } = await httpPeer((request, response) =>
      response.writeHead(Number(request.url?.slice(1))).end(),
    )
    const acceptStatus = [[200, 204], 401] as const
    for (const status of [200, 204, 401])
      expect((await measure(`${origin}/${status}`, { acceptStatus })).failure).toBeUndefined()
    for (const status of [205, 400, 402, 599]) {
      const { failure } = await measure(`${origin}/${status}`, { acceptStatus })
      expect(failure).toMatchObject({
        kind: 'status',
        message: expect.stringMatching(/accepted are 200-204, 401$/),
      })
    }
  })
})

describe('a lack of sockets', () => {
  it.skipIf(process.platform === 'win32')(
    'is blamed, and not the target, when it has no socket left (needs a POSIX shell)',
    async () => {
      const program = `
        import { openSync } from 'node:fs'
        import { createHttp } from '@telltale/core/http'
        import { http } from './index.ts'
        const { network } = createHttp({ allow: ['127.0.0.1'] })
        await network.lookup('127.0.0.1')
        try { for (;;) openSync('/dev/null') } catch {}
        const context = { signal: new AbortController().signal, network }
        const target = { url: new URL('http://127.0.0.1:1/'), timeoutMs: 1000 }
        await http().probe.check(target, context).catch((error) => console.log(JSON.stringify(error)))
      `
      const node = [process.execPath, '--conditions=@telltale/source', '--import=tsx', '--input-type=module']
      const limited = ['-c', 'ulimit -n 2048 && exec "$0" "$@"', ...node, '-e', program]
      const { stdout } = await promisify(execFile)('sh', limited, { cwd: import.meta.dirname })
      expect(JSON.parse(stdout)).toMatchObject({ code: 'ADAPTER_FAILED', retryable: true })
    },
  )
})
