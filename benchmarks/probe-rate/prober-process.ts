import { get } from 'node:http'
import { http } from '@telltale/adapters/http'
import { probeContext } from '../probe-context.js'
import type { RoundOrder, RoundResult } from './round.js'

/** The probers: bare Node, which learns only that the response came, and the probe. */
const probers: Record<RoundOrder['prober'], (url: URL) => Promise<void>> = {
  bare: ({ hostname: host, port, pathname: path }) =>
    new Promise((resolve, reject) => {
      const options = { host, port, path, agent: false as const }
      get(options, (response) => response.resume().on('end', resolve)).on('error', reject)
    }),
  telltale: async (url) => {
    const { failure } = (await probe?.check({ url, timeoutMs: 5_000 }, probeContext)) ?? {}
    if (failure) throw new Error(failure.message)
  },
}

const { probe } = http()

async function round({ prober, origin, checks, inFlight }: RoundOrder): Promise<RoundResult> {
  const url = new URL(origin)
  let begun = 0
  const line = async () => {
    while (begun++ < checks) await probers[prober](url)
  }
  const [cpu, from] = [process.cpuUsage(), performance.now()]
  await Promise.all(Array.from({ length: inFlight }, line))
  const { user, system } = process.cpuUsage(cpu)
  return { cpuUs: (user + system) / checks, perSecond: (checks / (performance.now() - from)) * 1_000 }
}

process.on('message', async (order: RoundOrder) => process.send?.(await round(order)))
