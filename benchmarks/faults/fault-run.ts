/**
 * A test that injects a fault again and again, and checks each time whether the package kept its promises. A file
 * `<subject>.fault.ts` beside the sources exports one as `faultRun`. Its test calls `run` with a few rounds, and
 * `pnpm bench faults` with all of them.
 */
export interface FaultRun {
  /** The fault, and the promise that holds in spite of it. */
  readonly name: string
  /** The full number of rounds. */
  readonly rounds: number
  /** Injects the fault this many times. Returns a description of every promise that was not kept. */
  run(rounds: number): Promise<readonly string[]>
}
