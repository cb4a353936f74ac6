/** How the shop's health endpoint behaves at one moment. */
export interface Health {
  /** How long it lets the caller wait. */
  readonly delayMs: number
  /** 200, or 503 while the shop is down. */
  readonly status: 200 | 503
}

interface Phase {
  readonly untilMs: number
  readonly middleMs: number
  readonly swayMs: number
  readonly status: Health['status']
}

/** How long the health plan takes before it begins again: half a round, so that twelve seconds show all of it. */
const cycleMs = 10_000

/** How long one sway of the delay takes. Real delays sway too. */
const swayPeriodMs = 1_700

/** What follows what within a cycle: quick, noticeable, slow, down. */
const phases: readonly Phase[] = [
  { untilMs: 3_000, middleMs: 12, swayMs: 8, status: 200 },
  { untilMs: 5_500, middleMs: 190, swayMs: 50, status: 200 },
  { untilMs: 8_000, middleMs: 640, swayMs: 80, status: 200 },
  { untilMs: 8_800, middleMs: 5, swayMs: 0, status: 503 },
]

/** What is left of the cycle: recovering. */
const lastPhase: Phase = { untilMs: cycleMs, middleMs: 160, swayMs: 30, status: 200 }

/** How the health endpoint behaves so long after the round began. */
export function healthAt(roundMs: number): Health {
  const atMs = roundMs % cycleMs
  const { middleMs, swayMs, status } = phases.find(({ untilMs }) => atMs < untilMs) ?? lastPhase
  const sway = Math.sin((2 * Math.PI * roundMs) / swayPeriodMs)
  return { delayMs: Math.round(middleMs + swayMs * sway), status }
}
