import { parseArgs } from 'node:util'

/** How often to measure: the option `--rounds`, or else what the benchmark asks for. */
export function roundsOr(fallback: number): number {
  const { rounds } = parseArgs({ options: { rounds: { type: 'string' } } }).values
  if (rounds === undefined) return fallback
  if (!/^[1-9]\d*$/.test(rounds))
    throw new Error(`--rounds: expected a whole number above 0, got '${rounds}'`)
  return Number(rounds)
}
