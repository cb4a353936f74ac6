/** The candidates that a trim fits: one, several between which it does not decide, or none. */
export type TrimMatch<Candidate> =
  | { readonly match: Candidate; readonly candidates?: never }
  | { readonly match?: never; readonly candidates: readonly Candidate[] }

/**
 * Finds the candidate of a trim or a designation by whole words: `S` fits `S 4dr Sedan`, and neither `SE` nor `RS`; `340i`
 * does not fit `316i`; `C63 AMG` fits `C 63 AMG`. A candidate that says nothing more is the best; of several that say more,
 * none is, and all are returned.
 *
 * @param wanted - the trim, such as `SE`.
 * @param textOf - returns a candidate's trim, with its model where that tells versions apart.
 * @example
 * ```ts
 * import { matchTrim } from '@telltale/core/cars/vehicle'
 *
 * const trims = ['SE 4dr Sedan', 'XSE 4dr Sedan', 'LE 4dr Sedan']
 * console.log(matchTrim('SE', trims, (trim) => trim).match) // SE 4dr Sedan
 * ```
 */
export function matchTrim<Candidate>(
  wanted: string,
  candidates: readonly Candidate[],
  textOf: (candidate: Candidate) => string,
): TrimMatch<Candidate> {
  const words = wordsOf(wanted)
  if (words.length === 0) return { candidates: [] }
  const fitting = candidates.flatMap((candidate) => {
    const own = wordsOf(textOf(candidate))
    return contains(own, words.flat()) || words.every((word) => contains(own, word))
      ? [{ candidate, size: own.flat().length }]
      : []
  })
  const [first] = fitting
  if (first && fitting.length === 1) return { match: first.candidate }
  const size = words.flat().length
  const [exact, ...others] = fitting.filter((each) => each.size === size)
  if (exact && others.length === 0) return { match: exact.candidate }
  return { candidates: (exact ? [exact, ...others] : fitting).map(({ candidate }) => candidate) }
}

/** Splits a text into words, and each word into its runs of letters and of digits: `340i xDrive` is 340, i and xdrive. */
const wordsOf = (text: string): string[][] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+.]+/u)
    .map((word) => word.match(/\p{L}+|\d+(?:\.\d+)?|\++/gu) ?? [])
    .filter((runs) => runs.length > 0)

/**
 * Checks whether words contain one: its runs in a row that begins a word and ends one. So `C63` is found in `C 63 AMG`,
 * and `S` not in `S3`.
 */
function contains(words: readonly (readonly string[])[], wanted: readonly string[]): boolean {
  const runs = words.flatMap((word) =>
    word.map((run, index) => ({ run, isFirst: index === 0, isLast: index === word.length - 1 })),
  )
  return runs.some(
    ({ isFirst }, start) =>
      isFirst &&
      wanted.every((run, index) => runs[start + index]?.run === run) &&
      runs[start + wanted.length - 1]?.isLast === true,
  )
}
