/** Folds case, accents and dots, which shops leave out. */
export function fold(word: string): string {
  const small = word.toLowerCase().replace(/[.'’\u200b-\u200f]/g, '')
  return /^[a-z]*$/.test(small)
    ? small
    : small
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
}
