/** The maximum number of characters that a message quotes of what a target sent. */
const maxChars = 200

/** Characters that JSON leaves as they are, and that hide or turn round the text beside them: controls and marks of direction. */
const hidden = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** Quotes the beginning of what a target sent for a message: in one line, with every control character escaped. */
export function quote(sent: string | Uint8Array): string {
  const text = typeof sent === 'string' ? sent : Buffer.from(sent.subarray(0, 4 * maxChars)).toString('utf8')
  const shown = text.slice(0, maxChars)
  const safe = JSON.stringify(shown).replace(
    hidden,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return shown.length < text.length ? `${safe}…` : safe
}
