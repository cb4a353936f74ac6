/** The white space of `\s` in JavaScript (ECMA-262, WhiteSpace and LineTerminator), and all that is none. */
const space =
  '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'
const notSpace =
  '\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}' +
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}'

/** The tokens of a pattern whose meaning, or place, matters: escapes, brackets, groups and the dot. */
const token =
  /\\u\{[\da-f]+\}|\\u[\da-f]{4}(?:\\u[\da-f]{4})?|\\x[\da-f]{2}|\\c[a-z]|\\p\{[^}]*\}|\\k<[^>]*>|\\\d+|\\[\s\S]|\[\^?\]?|\]|\(\?<?[=!]|\(\?<[^>]*>|\{\d+(?:,\d*)?\}|\./gi

/** The maximum number of repetitions that RE2 counts. */
const maxRepeats = 1_000

/** A part of a pattern that RE2 has no like of, in words. */
export class UnsupportedPattern extends Error {}

const refuse = (part: string): never => {
  throw new UnsupportedPattern(part)
}

/**
 * Translates a JavaScript pattern into the syntax of RE2, which matches the same.
 *
 * @throws {@link UnsupportedPattern} when it looks around or refers back, which cannot be matched in linear time.
 */
export function toRe2Syntax({ source, unicode, dotAll }: RegExp): string {
  let isInClass = false
  return source.replace(token, (text) => {
    if (text.startsWith('\\')) return translateEscape(text, { isInClass, isUnicode: unicode })
    if (isInClass) {
      if (text === ']') isInClass = false
      return text.replaceAll('[', '\\[').replace(/^\\\[\]$/, '\\[]')
    }
    if (text === '[]') return '[^\\x00-\\x{10ffff}]'
    if (text === '[^]') return '[\\x00-\\x{10ffff}]'
    if (text.startsWith('[')) isInClass = true
    else if (/^\(\?<?[=!]$/.test(text)) return refuse('looks around, by (?=, (?!, (?<= or (?<!')
    else if (text.startsWith('(?<')) return '('
    else if (text.startsWith('{') && (text.match(/\d+/g) ?? []).some((count) => Number(count) > maxRepeats))
      return refuse(`counts more than ${maxRepeats} repetitions`)
    else if (text === '.' && !dotAll) return '[^\\n\\r\\x{2028}\\x{2029}]'
    return text
  })
}

interface Place {
  readonly isInClass: boolean
  readonly isUnicode: boolean
}

function translateEscape(text: string, { isInClass, isUnicode }: Place): string {
  const name = text[1] as string
  const inClass = (set: string) => (isInClass ? set : `[${set}]`)
  if (name === 's') return inClass(space)
  if (name === 'S') return isInClass ? notSpace : `[^${space}]`
  if (name === 'b' && isInClass) return '\\x08'
  if (/[dDwWbBfnrtv]/.test(name)) return text
  if (/[1-9]/.test(name) || text.startsWith('\\k<')) return refuse('refers back to a group, as \\1 does')
  if (name === '0') return `\\x00${text.slice(2)}`
  if (name === 'u' && text.length > 2) return characters(text)
  if (/^\\x[\da-f]{2}$/i.test(text)) return text
  if (/^\\c[a-z]$/i.test(text)) return `\\x{${(text.charCodeAt(2) % 32).toString(16)}}`
  if (name.toLowerCase() === 'p' && isUnicode) return property(text)
  // In JavaScript any other letter stands for itself, and in RE2 it may mean something.
  return /[a-z]/i.test(name) ? `${name}${text.slice(2)}` : text
}

/** Translates `\u{1f600}`, `\u00e9`, or a pair of surrogates. */
function characters(text: string): string {
  const units = [...text.matchAll(/[\da-f]{1,8}/gi)].map(([digits]) => Number.parseInt(digits, 16))
  const whole = units.length === 2 ? String.fromCharCode(...units) : String.fromCodePoint(units[0] ?? 0)
  return Array.from(whole, (character) => `\\x{${character.codePointAt(0)?.toString(16)}}`).join('')
}

/** Translates `\p{L}`, `\p{Lu}` and `\p{Script=Greek}`. */
function property(text: string): string {
  const [, sign, name] = /^\\([pP])\{(?:(?:Script|sc|General_Category|gc)=)?(\w+)\}$/.exec(text) ?? []
  if (name !== undefined && (name.length <= 2 || text.includes('='))) return `\\${sign}{${name}}`
  return refuse(
    `names ${text}, where a category such as \\p{Lu} or a script such as \\p{Script=Greek} is known`,
  )
}
