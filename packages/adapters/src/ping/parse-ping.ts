/** The result of a run of ping with one packet. */
export interface PingResult {
  /** The round trip, in milliseconds; absent when no answer came. */
  readonly roundTripMs?: number
  /** `denied`: the program may not send. `unreachable`: no route leads to the address. */
  readonly problem?: 'denied' | 'unreachable'
  /** The line that says so. */
  readonly line: string
}

/** The time of an answer, as all programs have it: `time=0.045 ms`, `time<1ms` on Windows, `Zeit=12ms` in German. */
const answer = /(?:^|[\s:,])\p{L}+[=<]\s?(\d+(?:[.,]\d+)?)\s?ms\b/u

/** A line of a host on the way, or of this machine, that no route leads to the address. */
const unreachable = /(unreachable|no route to host|network is down|prohibited)/i

const denied =
  /(operation not permitted|permission denied|are you root|lacking privilege|invalid option|unrecognized option|^usage:)/im

/** Reads the output of ping: of iputils, BusyBox, macOS, the BSDs or Windows. */
export function parsePing(output: string): PingResult {
  const lines = output.split(/\r?\n/)
  const find = (pattern: RegExp) =>
    lines
      .find((line) => pattern.test(line))
      ?.trim()
      .slice(0, 200)
  // The line of an answer has the number of its packet, or the time to live; that of the statistics has neither.
  const answered = lines.find((line) => /(seq|ttl|hlim)=/i.test(line) && answer.test(line))
  const [, ms] =
    answer.exec(
      answered ?? lines.find((line) => /^(reply|antwort)/i.test(line) && answer.test(line)) ?? '',
    ) ?? []
  if (ms !== undefined) return { roundTripMs: Number(ms.replace(',', '.')), line: answered?.trim() ?? '' }
  const refusal = find(denied)
  if (refusal !== undefined) return { problem: 'denied', line: refusal }
  const lost = find(unreachable)
  return lost === undefined ? { line: '' } : { problem: 'unreachable', line: lost }
}
