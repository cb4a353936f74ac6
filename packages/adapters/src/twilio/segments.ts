/** The characters of GSM 03.38, and those of its extension, each of which takes two septets. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extension = '^{}\\[~]|€'
const [basicCharacters, extensionCharacters] = [new Set(basic), new Set(extension)]

/** Counts the segments of an SMS: 160 septets, or 153 each of several; 70 characters, or 67, where one is not of GSM. */
export function segmentsOf(text: string): number {
  let septets = 0
  for (const character of text) {
    if (extensionCharacters.has(character)) septets += 2
    else if (basicCharacters.has(character)) septets += 1
    else return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
  }
  return septets <= 160 ? 1 : Math.ceil(septets / 153)
}
