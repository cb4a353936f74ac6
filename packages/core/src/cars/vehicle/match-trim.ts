/** The candidates that a trim fits: one, several between which it does not decide, or none. */
export type TrimMatch<Candidate> =
  | { readonly match: Candidate; readonly candidates?: never }
  | { readonly match?: never; readonly candidates: readonly Candidate[] }

/**
 * Finds the candidate of a trim or a designation by whole words: `S` fits `S 4dr Sedan`, and neither `SE` nor `RS`; `EX`
 * does not fit `EX-L`, and `340i` not `316i`; `C63 AMG` fits `C 63 AMG`, and `TypeR` fits `Type R`. A candidate that says nothing more is the best; of several that say more,
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
      ? [{ candidate, size: joined(own.flat()).length }]
      : []
  })
  const [first] = fitting
  if (first && fitting.length === 1) return { match: first.candidate }
  const size = joined(words.flat()).length
  const [exact, ...others] = fitting.filter((each) => each.size === size)
  if (exact && others.length === 0) return { match: exact.candidate }
  return { candidates: (exact ? [exact, ...others] : fitting).map(({ candidate }) => candidate) }
}

/** A run of letters or of digits in a text. */
interface Run {
  readonly text: string
  /** `true` when a word begins with it, `true` when one ends with it. A hyphen stands within a word: `EX-L` is one. */
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** Splits a text into words, and each word into its runs of letters and of digits: `340i xDrive` is 340, i and xdrive. */
const wordsOf = (text: string): Run[][] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+.-]+/u)
    .map((word) => word.match(/\p{L}+|\d+(?:\.\d+)?|\++/gu) ?? [])
    .filter((runs) => runs.length > 0)
    .map((runs) =>
      runs.map((run, index) => ({ text: run, isFirst: index === 0, isLast: index === runs.length - 1 })),
    )

const joined = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')

/**
 * Checks whether words contain one: runs that begin a word and end one, and give the same letters and digits in a row. So
 * `C63` is found in `C 63 AMG` and `TypeR` in `Type-R`, and neither `S` in `S3` nor `EX` in `EX-L`.
 */
function contains(words: readonly (readonly Run[])[], wanted: readonly Run[]): boolean {
  const runs = words.flat()
  const target = joined(wanted)
  return runs.some(({ isFirst }, start) => {
    if (!isFirst) return false
    for (let end = start, text = ''; end < runs.length && text.length < target.length; end++) {
      text += runs[end]?.text
      if (text === target) return runs[end]?.isLast === true
    }
    return false
  })
}
