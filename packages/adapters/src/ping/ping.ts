import { isIP } from 'node:net'
import { type OptionsShape, type ProbeAdapter, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { CheckError } from '../probing/check-error.js'
import { measureAndJudge } from '../probing/expectations.js'
import { addressesOf, hostOf } from '../probing/lookup.js'
import { type CheckRun, measure } from '../probing/measure.js'
import { type CheckedPingSettings, type PingSettings, pingSettings } from './monitor-settings.js'
import { sendPacket } from './send-packet.js'

/** Options of the ping probe. */
export interface PingProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'ping' */
  readonly id?: string
  /** The version of the Internet Protocol. @default that of the first address of the name */
  readonly family?: 4 | 6
  /** The number of packets, one after the other. @default 3 */
  readonly packets?: number
  /** The highest share of packets that may be lost, from 0 to 1; all of them lost is always a failure. @default 0.5 */
  readonly maxLoss?: number
  /** The system's program. @default 'ping', by the PATH */
  readonly command?: string
  /** The maximum number of retries of a failed check, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('ping'),
  family: z.literal([4, 6]).exactOptional(),
  packets: z.int().min(1).max(20).default(3),
  maxLoss: z.number().min(0).max(1).default(0.5),
  command: z.string().min(1).default('ping'),
  retries: z.int().min(0).max(10).default(0),
} satisfies OptionsShape<PingProbeOptions>)

type Settings = z.output<typeof optionsSchema>

/**
 * Makes a probe that measures `ping://host` (or `icmp://host`) targets by echo requests of ICMP: the average round trip,
 * and the share of packets that were lost. Node has no sockets for ICMP, so it runs the system's `ping`, with an address
 * that was looked up and checked before. Where there is no such program, or it may not send, checks fail with kind
 * `probe`, which says nothing about the target.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [ping()] })
 * await telltale.monitors.create({ url: 'ping://router.example' })
 * ```
 */
export function ping(options: PingProbeOptions = {}): ProbeAdapter<PingSettings, CheckedPingSettings> {
  const settings = parseOptions('ping', optionsSchema, options)
  return {
    specVersion: 1,
    id: settings.id,
    probe: {
      matches: ({ protocol, hostname }) => /^(ping|icmp):$/.test(protocol) && hostname !== '',
      settings: pingSettings,
      check: (target, context) =>
        measureAndJudge(target, settings.retries, context, async ({ url, timeoutMs }) => {
          let roundTripMs: number | undefined
          const measurement = await measure({ url, timeoutMs }, context, {
            firstPhase: isIP(hostOf(url)) ? 'firstByteMs' : 'dnsMs',
            execute: async (run) => {
              roundTripMs = await exchangePackets(
                { url, timeoutMs },
                { ...settings, ...target.settings?.request },
                run,
              )
            },
          })
          if (roundTripMs === undefined || measurement.failure) return measurement
          // The program times each packet itself, so its own start is no part of the latency.
          const { dnsMs = 0 } = measurement.phases
          const phases = { ...measurement.phases, firstByteMs: roundTripMs }
          const uncertaintyMs = Math.min(measurement.uncertaintyMs, dnsMs)
          return { ...measurement, latencyMs: dnsMs + roundTripMs, phases, uncertaintyMs }
        }),
    },
  }
}

/** Sends the packets one after the other. Resolves to the average round trip, in milliseconds. */
async function exchangePackets(
  { url, timeoutMs }: { readonly url: URL; readonly timeoutMs: number },
  { family, packets, maxLoss, command }: Settings,
  run: CheckRun,
): Promise<number> {
  const host = hostOf(url)
  run.stopwatch.resume()
  const addresses = await run.step<Awaited<ReturnType<typeof addressesOf>>>((resolve, reject) =>
    addressesOf(host, run).then(resolve, reject),
  )
  const found = addresses.find((one) => family === undefined || one.family === family)
  if (!found) throw new CheckError('dns', `the name ${host} has no IPv${family} address`)
  run.enter('firstByteMs')
  Object.assign(run.details, { protocol: 'ICMP', remoteAddress: found.address, addressFamily: found.family })
  const roundTripsMs: number[] = []
  let sent = 0
  const endsAt = performance.now() + timeoutMs
  for (let left = packets; left > 0; left--) {
    // A little less than the rest of the time, so that what came counts although the last one is lost.
    const waitMs = Math.floor(((endsAt - performance.now()) * 0.95) / left)
    if (waitMs < 1) break
    sent += 1
    const roundTripMs = await sendPacket({ command, address: found.address, waitMs }, run)
    if (roundTripMs !== undefined) roundTripsMs.push(roundTripMs)
    run.details.packetLoss = 1 - roundTripsMs.length / sent
  }
  const lost = sent - roundTripsMs.length
  if (roundTripsMs.length === 0)
    throw new CheckError(
      'timeout',
      `no answer to ${sent} ${sent === 1 ? 'packet' : 'packets'} to ${found.address}`,
    )
  if (lost / sent > maxLoss)
    throw new CheckError(
      'assertion',
      `expected at most ${Math.round(maxLoss * 100)} % of packets to be lost, ${lost} of ${sent} were`,
    )
  return roundTripsMs.reduce((sum, ms) => sum + ms, 0) / roundTripsMs.length
}
