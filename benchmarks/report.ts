/** What a benchmark found, beside what was promised. */
export interface Verdict {
  /** What the figure is, in a few words. */
  readonly name: string
  /** What was measured. */
  readonly figure: number
  /** What the figure may be at most. */
  readonly bar: number
  /** What both are counted in. */
  readonly unit: string
}

/** Prints the table and, last, the figure and its bar in one line; a missed bar makes the process exit with 1. */
export function report(rows: readonly object[], { name, figure, bar, unit }: Verdict): void {
  const holds = figure <= bar
  console.table(rows)
  console.log(`${name} ${Number(figure.toPrecision(3))} ${unit}, bar ${bar}: ${holds ? 'held' : 'MISSED'}`)
  if (!holds) process.exitCode = 1
}

/** The value below which the share `q` of the figures lies, to two decimals: the nearest rank. */
export function quantile(figures: readonly number[], q: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return Number(value.toFixed(2))
}
