/** A page that sells something says more than this. */
const fewestChars = 1_000

/** How much of a page is looked at. */
const longestLook = 1_000_000

/** Elements with nothing in them, and the names that frameworks give to one that scripts are to fill. */
const emptyElement = /<(div|main|app-root)\b([^<>]{0,300})>\s*<\/\1>/gi
const rootName = /\bid\s*=\s*["']?(?:root|app|__next|__nuxt|___gatsby|svelte|mount)\b/i

/** Whether a page is empty until its scripts ran: it has little to read, and shows or says that scripts fill it. */
export function needsScripts(html: string): boolean {
  const look = html.slice(0, longestLook)
  if (!/<script\b/i.test(look)) return false
  return (hasEmptyRoot(look) || asksForScripts(look)) && textLength(look) < fewestChars
}

const hasEmptyRoot = (html: string): boolean =>
  Array.from(html.matchAll(emptyElement)).some(
    ([, tag = '', attributes = '']) => tag.toLowerCase() === 'app-root' || rootName.test(attributes),
  )

/** Whether it speaks of JavaScript to those who run none. */
const asksForScripts = (html: string): boolean =>
  Array.from(html.matchAll(/<noscript\b[^>]{0,200}>([^<]{0,500})/gi)).some(([, text = '']) =>
    /java ?script/i.test(text),
  )

/** How many characters of the page a visitor reads. */
function textLength(html: string): number {
  const markup = html.replace(
    /<(script|style|noscript|svg|title)\b[\s\S]*?(?:<\/\1|$)|<!--[\s\S]*?(?:-->|$)/gi,
    '',
  )
  return markup.replace(/<[^<>]*>/g, '').replace(/\s+/g, ' ').length
}
