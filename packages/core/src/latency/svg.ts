import { checkOptionNames, checkText } from './check-argument.js'
import { textColorOn } from './svg-color.js'
import { textWidthPx } from './text-width.js'

/** The content of a badge. */
export interface BadgeOptions {
  /** The text on the left, such as a monitor's name. */
  readonly label: string
  /** The text on the right, such as a tier. */
  readonly message: string
  /** The colour of the right side: a basic name of CSS, `#rgb` or `#rrggbb`. The text on it is black or white. @default '#4c1' */
  readonly color?: string
}

const badgeHeightPx = 20
const paddingPx = 6
const fontSizePx = 11
/** The fonts that are as wide as the table of widths says, or nearly so. */
export const fontFamily = 'DejaVu Sans,Verdana,Geneva,sans-serif'

/**
 * Returns a badge such as `checkout | SONIC` as an SVG image. Escapes the texts. It is as wide as its texts are in DejaVu Sans
 * or Verdana, and they are black or white, whichever can be read better on the colour.
 *
 * @throws `ValidationError` when a text is missing, an option is unknown, or the colour is neither a basic name of CSS
 *   nor hexadecimal.
 * @example
 * ```ts
 * import { badgeSvg } from '@telltale/core/latency'
 *
 * const svg = badgeSvg({ label: 'checkout', message: 'SONIC 41 ms', color: '#2b5' })
 * ```
 */
export function badgeSvg(options: BadgeOptions): string {
  checkOptionNames('badgeSvg', options, ['label', 'message', 'color'])
  const { label, message, color = '#4c1' } = options
  checkText('badgeSvg', 'label', label)
  checkText('badgeSvg', 'message', message)
  const textColor = textColorOn(color, 'badgeSvg')
  const [left, right] = [label, message].map((text) => badgeWidthPx(text) + 2 * paddingPx) as [number, number]
  const title = `${escapeXml(label)}: ${escapeXml(message)}`
  return (
    svgOpening(left + right, badgeHeightPx, title) +
    `<rect width="${left}" height="${badgeHeightPx}" fill="#555"/>` +
    `<rect x="${left}" width="${right}" height="${badgeHeightPx}" fill="${color}"/>` +
    `<g font-family="${fontFamily}" font-size="${fontSizePx}">` +
    `${badgeText(label, paddingPx, '#fff')}${badgeText(message, left + paddingPx, textColor)}</g></svg>`
  )
}

/** Returns the opening tag of an image, with a title for those who do not see it. */
export const svgOpening = (widthPx: number, heightPx: number, title: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" ` +
  `role="img" aria-label="${title}"><title>${title}</title>`

const badgeWidthPx = (text: string): number => Math.max(1, Math.ceil(textWidthPx(text, fontSizePx)))

/** Returns a text of a badge. `textLength` fits it to the width in any font. */
const badgeText = (text: string, x: number, color: string): string =>
  `<text x="${x}" y="14" fill="${color}" textLength="${badgeWidthPx(text)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for an element or an attribute. Replaces characters that XML 1.0 forbids (section 2.2) by U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] as string)
}
