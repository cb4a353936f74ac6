/** Words and signs that stand where a source knows nothing. */
const missing =
  /^(?:[-–—_.?*/\s]+|#?n\.?\s?\/?\s?a\.?|nan|tba|none|null|nil|undefined|unknown|unspecified|uns?pecified|tbd|not (?:specified|available|applicable|stated|given|known)|keine angabe|k\.\s?a\.|nicht angegeben|others?)$/i

/** Returns `true` for a text that says that nothing is known, such as `-`, `N/A` or `not specified`. */
export const isMissingWord = (text: string): boolean => missing.test(text.trim())
