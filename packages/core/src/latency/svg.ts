import { checkAbove0, checkArgument, checkOptionNames, checkText } from './check-argument.js'

/** The content of a badge. */
export interface BadgeOptions {
  /** The text on the left, such as a monitor's name. */
  readonly label: string
  /** The text on the right, such as a tier. */
  readonly message: string
  /** The colour of the right side, a name or `#rrggbb`. @default '#4c1' */
  readonly color?: string
}

/** The look of a sparkline. */
export interface SparklineOptions {
  /** The title, which screen readers read. @default 'latency' */
  readonly title?: string
  /** The width in pixels. @default 120 */
  readonly widthPx?: number
  /** The height in pixels. @default 24 */
  readonly heightPx?: number
  /** The colour of the line, a name or `#rrggbb`. @default 'currentColor' */
  readonly color?: string
}

const badgeHeightPx = 20
const paddingPx = 6
/** The mean width of a letter in the badge's font. `textLength` fits the text to it in any font. */
const letterPx = 6.5

/**
 * Returns a badge such as `checkout | SONIC` as an SVG image. Escapes the texts.
 *
 * @throws `ValidationError` when a text is missing, an option is unknown, or the colour is neither a name nor
 *   hexadecimal.
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
  checkColor('badgeSvg', color)
  const [left, right] = [label, message].map((text) => textWidthPx(text) + 2 * paddingPx) as [number, number]
  const title = `${escapeXml(label)}: ${escapeXml(message)}`
  return (
    svgOpening(left + right, badgeHeightPx, title) +
    `<rect width="${left}" height="${badgeHeightPx}" fill="#555"/>` +
    `<rect x="${left}" width="${right}" height="${badgeHeightPx}" fill="${color}"/>` +
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">' +
    `${badgeText(label, paddingPx)}${badgeText(message, left + paddingPx)}</g></svg>`
  )
}

/**
 * Returns a line of latencies without axes as an SVG image. A value that is absent or not finite, such as that of a
 * failed check, leaves a gap.
 *
 * @throws `ValidationError` when a size is not above 0, or the colour is neither a name nor hexadecimal.
 * @example
 * ```ts
 * import { sparklineSvg } from '@telltale/core/latency'
 *
 * const svg = sparklineSvg([40, 42, undefined, 180, 44], { title: 'checkout, last hour' })
 * ```
 */
export function sparklineSvg(
  latenciesMs: readonly (number | undefined)[],
  options: SparklineOptions = {},
): string {
  checkOptionNames('sparklineSvg', options, ['title', 'widthPx', 'heightPx', 'color'])
  const { title = 'latency', widthPx = 120, heightPx = 24, color = 'currentColor' } = options
  checkText('sparklineSvg', 'title', title)
  checkColor('sparklineSvg', color)
  checkAbove0('sparklineSvg', 'widthPx', widthPx)
  checkAbove0('sparklineSvg', 'heightPx', heightPx)
  const path = linePath(latenciesMs, widthPx, heightPx)
  return (
    svgOpening(widthPx, heightPx, escapeXml(title)) +
    `<path d="${path}" fill="none" stroke="${color}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`
  )
}

/** Returns a path from left to right with the lowest value at the bottom. A point by itself is a line of no length. */
function linePath(values: readonly (number | undefined)[], widthPx: number, heightPx: number): string {
  const points = values.map((value) => (Number.isFinite(value) ? value : undefined))
  const known = points.filter((point) => point !== undefined)
  const minMs = known.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const range = known.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY) - minMs
  const stepPx = widthPx / Math.max(1, values.length - 1)
  const parts = points.map((point, index) => {
    if (point === undefined) return ''
    const height = range > 0 ? (point - minMs) / range : 0.5
    const coordinates = `${round(index * stepPx)} ${round(1 + (heightPx - 2) * (1 - height))}`
    return points[index - 1] === undefined ? `M${coordinates}L${coordinates}` : `L${coordinates}`
  })
  return parts.join('')
}

const svgOpening = (widthPx: number, heightPx: number, title: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" ` +
  `role="img" aria-label="${title}"><title>${title}</title>`

const textWidthPx = (text: string): number => Math.max(1, Math.round([...text].length * letterPx))

const badgeText = (text: string, x: number): string =>
  `<text x="${x}" y="14" textLength="${textWidthPx(text)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`

const round = (value: number): number => Math.round(value * 100) / 100

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for an element or an attribute. Replaces characters that XML 1.0 forbids (section 2.2) by U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] as string)
}

function checkColor(caller: string, color: string): void {
  checkArgument(/^(#[\da-f]{3,8}|[a-z]+)$/i.test(color), "a colour such as 'green' or '#2b5'", {
    caller,
    name: 'color',
    value: color,
  })
}
