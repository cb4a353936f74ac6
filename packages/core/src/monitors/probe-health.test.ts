import { describe, expect, it } from 'vitest'
import type { Measurement } from '../latency/check.js'
import type { ProbeStatus } from '../records/monitor-status.js'
import { createProbeHealth, type ProbedTarget } from './probe-health.js'

const minuteMs = 60_000

const answer: Measurement = { latencyMs: 5, uncertaintyMs: 0, phases: { connectMs: 5 } }
const failed = (
  kind: NonNullable<Measurement['failure']>['kind'],
  phases: Measurement['phases'] = {},
): Measurement => ({
  ...answer,
  phases,
  failure: { kind, message: kind },
})
const offline = failed('dns')
const hosts = Array.from({ length: 10 }, (_, index) => `https://shop-${index}.example-${index}.com/`)
const known = (url: string): ProbedTarget => ({ ownerId: 'ana', url, checkedAt: 1 })

function start() {
  let now = 0
  const heard: (readonly ['unhealthy' | 'recovered', ProbeStatus])[] = []
  const health = createProbeHealth({
    now: () => now,
    maxDoubtMs: 10 * minuteMs,
    onUnhealthy: (status) => heard.push(['unhealthy', status]),
    onRecovered: (status) => heard.push(['recovered', status]),
  })
  /** Checks the URLs one after the other; resolves to which of the failures were in doubt. */
  const check = async (
    urls: readonly string[],
    measurement: Measurement,
    target: (url: string) => ProbedTarget = known,
    adapter = 'http',
  ) => {
    const doubts: boolean[] = []
    for (const url of urls) doubts.push(await health.isInDoubt(adapter, target(url), measurement))
    return doubts
  }
  return { check, heard, wait: (ms: number) => (now += ms) }
}

describe('the health of a probe', () => {
  it('is in doubt when most of the sites of an owner fail at once, and recovers with them', async () => {
    const { check, heard } = start()
    await check(hosts, answer)
    const doubts = await check(hosts, offline)
    expect(doubts).toEqual([false, false, false, false, false, false, true, true, true, true])
    const ofAna = { adapter: 'http', ownerId: 'ana', targets: 10 }
    expect(heard).toEqual([['unhealthy', { ...ofAna, failing: 7 }]])
    expect(await check(hosts, answer)).not.toContain(true)
    expect(heard.at(-1)).toEqual(['recovered', { ...ofAna, failing: 3 }])
  })

  it.each([
    ['answer with a status', failed('status', { connectMs: 1, firstByteMs: 2 })],
    ['refuse', failed('refused')],
    ['have a certificate that is expired', failed('tls', { connectMs: 1, tlsMs: 2 })],
    ['break the connection', failed('reset', { connectMs: 1 })],
    ['accept the connection and stay silent', failed('timeout', { connectMs: 1, firstByteMs: 9_000 })],
  ])('is not in question when its targets %s', async (_, measurement) => {
    const { check, heard } = start()
    await check(hosts, answer)
    expect(await check(hosts, measurement)).not.toContain(true)
    expect(heard).toEqual([])
  })

  it.each([
    ['names do not resolve', failed('dns')],
    ['no route is found', failed('unreachable')],
    ['nothing answers in time', failed('timeout', { connectMs: 9_000 })],
    ['nothing answers on a connection that was kept', failed('timeout', { firstByteMs: 9_000 })],
  ])('is in question when %s', async (_, measurement) => {
    const { check } = start()
    await check(hosts, answer)
    expect(await check(hosts, measurement)).toContain(true)
  })

  it.each([
    ['they never answered before', (url: string) => ({ ownerId: 'ana', url })],
    [
      'they have incidents already',
      (url: string) => ({
        ...known(url),
        failing: { from: 0, cause: { kind: 'dns', message: '' }, checks: 3, incidentId: 'i' } as const,
      }),
    ],
  ])('is not in question when %s', async (_, target) => {
    const { check, heard } = start()
    expect(await check(hosts, offline, target)).not.toContain(true)
    expect(heard).toEqual([])
  })

  it('is not in question for targets that have failed for long, without an incident', async () => {
    const { check, wait } = start()
    wait(60 * minuteMs)
    const failing = { from: 0, cause: { kind: 'dns', message: '' }, checks: 60 } as const
    expect(await check(hosts, offline, (url) => ({ ...known(url), failing }))).not.toContain(true)
  })

  it('cannot be told from fewer than five sites, or from what was seen long ago', async () => {
    const { check, wait } = start()
    expect(await check(hosts.slice(0, 4), offline)).not.toContain(true)
    wait(2 * minuteMs + 1)
    expect(await check(hosts.slice(4, 8), offline)).not.toContain(true)
    expect(await check(hosts.slice(8, 9), offline)).toEqual([true])
    expect(await check(hosts.slice(9), offline, known, 'tcp')).toEqual([false])
  })

  it('counts a domain once, however many of its hosts fail', async () => {
    const { check } = start()
    const urls = hosts.map((_, index) => `https://host-${index}.one.com/`)
    await check(urls, answer)
    expect(await check(urls, offline)).not.toContain(true)
  })

  it('counts a machine once, however many domains lead to it', async () => {
    const { check } = start()
    await check(hosts, { ...answer, remoteAddress: '192.0.2.1' })
    expect(await check(hosts, failed('timeout', { connectMs: 9_000 }))).not.toContain(true)
  })

  it('says nothing about the targets of another owner', async () => {
    const { check, heard } = start()
    const ofBen = (url: string) => ({ ...known(url), ownerId: 'ben' })
    await check(hosts, answer)
    expect(await check(hosts, offline)).toContain(true)
    expect(
      await check(['https://ben.com/', 'https://ben.org/', 'https://ben.net/'], offline, ofBen),
    ).not.toContain(true)
    expect(heard).toHaveLength(1)
  })

  it('is believed again after ten minutes, recovered or not', async () => {
    const { check, heard, wait } = start()
    await check(hosts, offline)
    for (let minute = 1; minute < 10; minute++) {
      wait(minuteMs)
      expect(await check(hosts, offline)).not.toContain(false)
    }
    wait(minuteMs)
    expect(await check(hosts, offline)).not.toContain(true)
    expect(heard.map(([name]) => name)).toEqual(['unhealthy'])
    await check(hosts, answer)
    expect(heard.map(([name]) => name)).toEqual(['unhealthy', 'recovered'])
  })
})
