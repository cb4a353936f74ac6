/** The minimum visible text of a page that sells something, in characters. */
const minTextChars = 1_000

/** The maximum part of a page that is scanned, in characters. */
const maxScannedChars = 1_000_000

/** Empty elements that may be the root of an application. */
const emptyElement = /<(div|main|app-root)\b([^<>]{0,300})>\s*<\/\1>/gi
/** The ids that frameworks give to the root of an application. */
const rootName = /\bid\s*=\s*["']?(?:root|app|__next|__nuxt|___gatsby|svelte|mount)\b/i

/**
 * Checks whether a page is empty without its scripts: it has little text, and an empty application root or a `<noscript>`
 * that asks for JavaScript.
 */
export function needsScripts(html: string): boolean {
  const scanned = html.slice(0, maxScannedChars)
  if (!/<script\b/i.test(scanned)) return false
  return (hasEmptyRoot(scanned) || asksForScripts(scanned)) && textLength(scanned) < minTextChars
}

const hasEmptyRoot = (html: string): boolean =>
  Array.from(html.matchAll(emptyElement)).some(
    ([, tag = '', attributes = '']) => tag.toLowerCase() === 'app-root' || rootName.test(attributes),
  )

/** Checks whether a `<noscript>` speaks of JavaScript. */
const asksForScripts = (html: string): boolean =>
  Array.from(html.matchAll(/<noscript\b[^>]{0,200}>([^<]{0,500})/gi)).some(([, text = '']) =>
    /java ?script/i.test(text),
  )

/** Counts the characters of a page's visible text. */
function textLength(html: string): number {
  const markup = html.replace(
    /<(script|style|noscript|svg|title)\b[\s\S]*?(?:<\/\1|$)|<!--[\s\S]*?(?:-->|$)/gi,
    '',
  )
  return markup.replace(/<[^<>]*>/g, '').replace(/\s+/g, ' ').length
}
