/** Reduces a title to its letters and digits in lower case, with single spaces, so that two titles can be compared. */
export function normalizeTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
