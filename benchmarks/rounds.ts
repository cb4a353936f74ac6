import { parseArgs } from 'node:util'

/** Returns the number of rounds: the option `--rounds`, or else the given one. */
export function roundsOr(fallback: number): number {
  const { rounds } = parseArgs({ options: { rounds: { type: 'string' } } }).values
  if (rounds === undefined) return fallback
  if (!/^[1-9]\d*$/.test(rounds))
    throw new Error(`--rounds: expected a whole number above 0, got '${rounds}'`)
  return Number(rounds)
}
