/**
 * Something that breaks a package again and again, and looks each time whether it kept its promises. A file
 * `<subject>.fault.ts` beside the sources exports one as `faultRun`; its test calls `run` with a few rounds, and
 * `pnpm bench faults` with all of them.
 */
export interface FaultRun {
  /** The fault, and the promise that holds in spite of it. */
  readonly name: string
  /** The full number of rounds. */
  readonly rounds: number
  /** Breaks it that many times; resolves to every promise that was not kept, in words. */
  run(rounds: number): Promise<readonly string[]>
}
