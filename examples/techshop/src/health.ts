/** The behavior of the health endpoint at one moment. */
export interface Health {
  /** The milliseconds before it answers. */
  readonly delayMs: number
  /** 200, or 503 while the shop is down. */
  readonly status: 200 | 503
}

/** A phase of the health cycle. The delay oscillates around `middleMs` by up to `amplitudeMs`. */
interface Phase {
  readonly untilMs: number
  readonly middleMs: number
  readonly amplitudeMs: number
  readonly status: Health['status']
}

/** The length of the health cycle: half a round, so that any twelve seconds show all phases. */
const cycleMs = 10_000

/** The period of the oscillation of the delay, which imitates real delays. */
const periodMs = 1_700

/** The phases of a cycle: fast, noticeable, slow, down. */
const phases: readonly Phase[] = [
  { untilMs: 3_000, middleMs: 12, amplitudeMs: 8, status: 200 },
  { untilMs: 5_500, middleMs: 190, amplitudeMs: 50, status: 200 },
  { untilMs: 8_000, middleMs: 640, amplitudeMs: 80, status: 200 },
  { untilMs: 8_800, middleMs: 5, amplitudeMs: 0, status: 503 },
]

/** The last phase of a cycle: recovering. */
const lastPhase: Phase = { untilMs: cycleMs, middleMs: 160, amplitudeMs: 30, status: 200 }

/** Returns the behavior of the health endpoint at a time since the beginning of the round. */
export function healthAt(roundMs: number): Health {
  const atMs = roundMs % cycleMs
  const { middleMs, amplitudeMs, status } = phases.find(({ untilMs }) => atMs < untilMs) ?? lastPhase
  const oscillation = Math.sin((2 * Math.PI * roundMs) / periodMs)
  return { delayMs: Math.round(middleMs + amplitudeMs * oscillation), status }
}
