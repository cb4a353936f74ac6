import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttp } from '@telltale/core/http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { measureWith } from '../probing/testing/peer.js'
import { type PingProbeOptions, ping } from './index.js'
import { parsePing } from './parse-ping.js'

/** Makes a program in the place of the system's: a shell script, which gets the same arguments. */
function program(script: string): { command: string; calls: () => string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-ping-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const command = join(folder, 'ping')
  const log = join(folder, 'calls')
  writeFileSync(log, '')
  writeFileSync(
    command,
    `#!/bin/sh\nprintf "%s\\n" "$*" >> ${log}\nset -- "$@" $(wc -l < ${log})\n${script}\n`,
  )
  chmodSync(command, 0o755)
  return { command, calls: () => readFileSync(log, 'utf8').trim().split('\n') }
}

const reply = (ms: string) => `echo "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=${ms} ms"`
const lost = 'echo "1 packets transmitted, 0 received, 100% packet loss, time 0ms"; exit 1'
const hasPing = spawnSync('ping', ['-n', '-c', '1', '127.0.0.1']).status === 0

describe.skipIf(process.platform === 'win32')('ping() (its stand-in is a shell script)', () => {
  it('measures the average round trip of several packets', async () => {
    // The last argument is the number of the call: 10, 20 and 30 ms.
    const { command, calls } = program(`for last; do :; done; ${reply('$(($last * 10)).5')}`)
    const measurement = await measureWith(ping({ command }), 'ping://127.0.0.1', { timeoutMs: 60_000 })
    expect(measurement).toEqual({
      latencyMs: 20.5,
      phases: { firstByteMs: 20.5 },
      uncertaintyMs: 0,
      remoteAddress: '127.0.0.1',
      addressFamily: 4,
      protocol: 'ICMP',
      packetLoss: 0,
    })
    expect(calls()).toEqual(Array(3).fill('-n -c 1 127.0.0.1'))
  })

  it('looks a name up itself, and hands over the address alone', async () => {
    const { command, calls } = program(reply('1'))
    const { phases, failure } = await measureWith(
      ping({ command, packets: 1, family: 4 }),
      'icmp://localhost',
    )
    expect(failure).toBeUndefined()
    expect(Object.keys(phases)).toEqual(['dnsMs', 'firstByteMs'])
    expect(calls()).toEqual(['-n -c 1 127.0.0.1'])
  })

  it('counts what is lost', async () => {
    const { command } = program(`for last; do :; done; if [ $last = 2 ]; then ${lost}; fi; ${reply('8')}`)
    const check = (maxLoss: number) =>
      measureWith(ping({ command, maxLoss }), 'ping://127.0.0.1', { timeoutMs: 60_000 })
    const measurement = await check(0.5)
    expect(measurement.failure).toBeUndefined()
    expect(measurement.packetLoss).toBeCloseTo(1 / 3)
    expect(measurement.latencyMs).toBe(8)
    const strict = program(`for last; do :; done; if [ $last = 2 ]; then ${lost}; fi; ${reply('8')}`)
    expect(
      await measureWith(ping({ command: strict.command, maxLoss: 0.2 }), 'ping://127.0.0.1', {
        timeoutMs: 60_000,
      }),
    ).toMatchObject({
      failure: { kind: 'assertion', message: 'expected at most 20 % of packets to be lost, 1 of 3 were' },
    })
  })

  it.each<[what: string, script: string, failure: object]>([
    ['silence', lost, { kind: 'timeout', message: 'no answer to 3 packets to 127.0.0.1' }],
    ['a program that hangs', 'exec sleep 600', { kind: 'timeout' }],
    [
      'no route',
      'echo "From 192.0.2.1 icmp_seq=1 Destination Host Unreachable"; exit 1',
      {
        kind: 'unreachable',
        message: 'no route leads to 127.0.0.1: From 192.0.2.1 icmp_seq=1 Destination Host Unreachable',
      },
    ],
  ])('says that no answer came: %s', async (_what, script, failure) => {
    const { command } = program(script)
    expect(await measureWith(ping({ command }), 'ping://127.0.0.1', { timeoutMs: 900 })).toMatchObject({
      failure,
    })
  })

  it('says that the program is missing, or may not send', async () => {
    await expect(measureWith(ping({ command: '/nowhere/ping' }), 'ping://127.0.0.1')).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringMatching(
        /^no check was made: this machine has no program '\/nowhere\/ping' .*ENOENT/,
      ),
    })
    const { command } = program('echo "ping: socket: Operation not permitted" >&2; exit 2')
    await expect(measureWith(ping({ command }), 'ping://127.0.0.1', { timeoutMs: 60_000 })).rejects.toThrow(
      'Operation not permitted',
    )
  })

  it('ends at once when it is called off, with its program', async () => {
    const { command } = program('exec sleep 600')
    const signal = AbortSignal.timeout(50)
    await expect(
      measureWith(ping({ command }), 'ping://127.0.0.1', { timeoutMs: 600_000, signal }),
    ).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it("sends nothing into the host's own network", async () => {
    const { command, calls } = program(reply('1'))
    const { network } = createHttp()
    expect(await measureWith(ping({ command }), 'ping://127.0.0.1', { network })).toMatchObject({
      failure: { kind: 'forbidden' },
    })
    expect(calls()).toEqual([''])
  })
})

describe.skipIf(!hasPing)('ping() with the real program (skipped where it may not ping)', () => {
  it.each([
    ['127.0.0.1', 4],
    ['::1', 6],
  ])('measures this machine at %s', async (address, family) => {
    // A machine may have no IPv6.
    if (spawnSync('ping', ['-n', '-c', '1', address]).status !== 0) return
    const host = family === 6 ? `[${address}]` : address
    const measurement = await measureWith(ping(), `ping://${host}`, { timeoutMs: 10_000 })
    expect(measurement.failure).toBeUndefined()
    expect(measurement).toMatchObject({ remoteAddress: address, addressFamily: family, packetLoss: 0 })
    expect(measurement.latencyMs).toBeGreaterThan(0)
  })
})

// As the programs' manuals and sources print them.
it.each<[program: string, output: string, result: object]>([
  [
    'iputils',
    'PING ::1 (::1) 56 data bytes\n64 bytes from ::1: icmp_seq=1 ttl=64 time=0.045 ms\n\nrtt min/avg/max/mdev = 0.045/0.045/0.045/0.000 ms\n',
    { roundTripMs: 0.045 },
  ],
  [
    'BusyBox',
    'PING 192.0.2.1 (192.0.2.1): 56 data bytes\n64 bytes from 192.0.2.1: seq=0 ttl=58 time=12.345 ms\n',
    { roundTripMs: 12.345 },
  ],
  ['macOS', '16 bytes from 2001:db8::1, icmp_seq=0 hlim=59 time=9.871 ms\n', { roundTripMs: 9.871 }],
  ['Windows', 'Reply from 192.0.2.1: bytes=32 time<1ms TTL=128\r\n', { roundTripMs: 1 }],
  ['Windows over IPv6', 'Reply from 2001:db8::1: time=14ms\r\n', { roundTripMs: 14 }],
  ['Windows, in German', 'Antwort von 192.0.2.1: Bytes=32 Zeit=23ms TTL=55\r\n', { roundTripMs: 23 }],
  [
    'iputils without an answer',
    '1 packets transmitted, 0 received, 100% packet loss, time 0ms\n',
    { line: '' },
  ],
  [
    'iputils over IPv6, that a router answers',
    'PING 2001:db8::1(2001:db8::1) 56 data bytes\nFrom fd00::2 icmp_seq=1 Destination unreachable: Address unreachable\n',
    { problem: 'unreachable' },
  ],
  ['iputils without a network', 'ping: connect: Network is unreachable\n', { problem: 'unreachable' }],
  ['BusyBox without rights', 'ping: permission denied (are you root?)\n', { problem: 'denied' }],
])('reads the output of %s', (_program, output, result) => {
  expect(parsePing(output)).toMatchObject(result)
})

it.each([
  [{ packets: 0 }, 'ping: packets'],
  [{ maxLoss: 2 }, 'ping: maxLoss'],
])('ping() refuses %j, naming the option', (options, part) => {
  expect(() => ping(options as PingProbeOptions)).toThrow(part)
})
