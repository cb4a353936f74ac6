const latency = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: false })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 3 })

/** Returns a latency in words, such as `41.8 ms` or `1.2 s`; a dash where there is none. */
export function latencyText(ms: number | undefined): string {
  if (ms === undefined) return '–'
  return ms < 1_000 ? `${latency.format(ms)} ms` : `${latency.format(ms / 1_000)} s`
}

/** Returns a share as a percentage, such as `99.95%`; a dash where there is none. It never rounds up to 100 %. */
export function shareText(share: number | undefined): string {
  if (share === undefined) return '–'
  return percent.format(share < 1 ? Math.min(share, 0.99999) : 1)
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })

/** Returns a time as the distance from now, such as `2 min. ago`. */
export function agoText(at: number, now: number): string {
  const ms = at - now
  const [unit, unitMs] = steps.find(([, step]) => Math.abs(ms) >= step) ?? ['second', 1_000]
  return relative.format(Math.round(ms / unitMs), unit)
}
