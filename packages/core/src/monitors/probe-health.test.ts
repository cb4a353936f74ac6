import { describe, expect, it } from 'vitest'
import type { ProbeStatus } from '../records/monitor-status.js'
import { createProbeHealth, type ProbedTarget } from './probe-health.js'

const refused = { kind: 'refused', message: 'nothing listens' } as const
const hosts = Array.from({ length: 10 }, (_, index) => `https://host-${index}.example/`)
const known = (url: string): ProbedTarget => ({ url, checkedAt: 1 })

function start() {
  let now = 0
  const heard: (readonly ['unhealthy' | 'recovered', ProbeStatus])[] = []
  const health = createProbeHealth(() => now, {
    onUnhealthy: (trouble) => heard.push(['unhealthy', trouble]),
    onRecovered: (trouble) => heard.push(['recovered', trouble]),
  })
  return { health, heard, wait: (ms: number) => (now += ms) }
}

describe('the health of a probe', () => {
  it('is lost when most of its hosts fail at once, and comes back with them', () => {
    const { health, heard } = start()
    for (const url of hosts) health.note('http', known(url), undefined)
    const believed = hosts.map((url) => health.note('http', known(url), refused))
    expect(believed).toEqual([true, true, true, true, true, true, false, false, false, false])
    expect(heard).toEqual([['unhealthy', { adapter: 'http', targets: 10, failing: 7 }]])
    const again = hosts.map((url) => health.note('http', known(url), undefined))
    expect(again.filter((isBelieved) => !isBelieved)).toHaveLength(6)
    expect(heard.at(-1)).toEqual(['recovered', { adapter: 'http', targets: 10, failing: 3 }])
  })

  it.each([
    ['they answer, and say that they fail', known, { kind: 'status', message: '503' } as const],
    ['they never answered before', (url: string) => ({ url }), refused],
    [
      'they have incidents already',
      (url: string) => ({
        url,
        checkedAt: 1,
        failing: { from: 0, cause: refused, checks: 3, incidentId: 'i' },
      }),
      refused,
    ],
  ])('is not in question when %s', (_, target, failure) => {
    const { health, heard } = start()
    for (const url of hosts) expect(health.note('http', target(url), failure)).toBe(true)
    expect(heard).toEqual([])
  })

  it('cannot be told from fewer than five hosts, or from what was seen long ago', () => {
    const { health, wait } = start()
    for (const url of hosts.slice(0, 4)) expect(health.note('http', known(url), refused)).toBe(true)
    wait(130_000)
    for (const url of hosts.slice(4, 8)) expect(health.note('http', known(url), refused)).toBe(true)
    expect(health.note('http', known(hosts[8] as string), refused)).toBe(false)
    expect(health.note('tcp', known(hosts[9] as string), refused)).toBe(true)
  })

  it('counts a host once, however many of its URLs are checked', () => {
    const { health } = start()
    for (const path of 'abcdefgh')
      expect(health.note('http', known(`https://one.example/${path}`), refused)).toBe(true)
  })
})
