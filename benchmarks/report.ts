/** One figure of a benchmark beside its bar. */
export interface Verdict {
  /** The figure in a few words. */
  readonly name: string
  /** The measured value. */
  readonly figure: number
  /** The limit of the figure: its highest value, or its lowest when `atLeast` is set. */
  readonly bar: number
  /** `true` when the bar is a lower limit. @default false */
  readonly atLeast?: boolean
  /** The unit of both. */
  readonly unit: string
}

/** Prints the table and, last, each figure and its bar in a line; a missed bar makes the process exit with 1. */
export function report(rows: readonly object[], ...verdicts: readonly Verdict[]): void {
  console.table(rows)
  for (const { name, figure, bar, atLeast = false, unit } of verdicts) {
    const holds = atLeast ? figure >= bar : figure <= bar
    const word = holds ? 'held' : 'MISSED'
    console.log(`${name} ${Number(figure.toPrecision(3))} ${unit}, bar ${atLeast ? '≥ ' : ''}${bar}: ${word}`)
    if (!holds) process.exitCode = 1
  }
}

/** The value below which the share `q` of the figures lies, to two decimals: the nearest rank. */
export function quantile(figures: readonly number[], q: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return Number(value.toFixed(2))
}

/** Returns the rise from one figure to the next, by least squares. */
export function slope(figures: readonly number[]): number {
  const middle = (figures.length - 1) / 2
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length
  const rise = figures.reduce((sum, figure, index) => sum + (index - middle) * (figure - mean), 0)
  return rise / figures.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
}
