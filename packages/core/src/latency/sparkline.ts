import { checkAbove0, checkArgument, checkOptionNames, checkText } from './check-argument.js'
import { inMs } from './in-ms.js'
import { escapeXml, fontFamily, svgOpening } from './svg.js'
import { textWidthPx } from './text-width.js'

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

/** A value of a sparkline: a latency in milliseconds, `'failed'` for a check that failed, or nothing for a gap. */
export type SparklineValue = number | 'failed' | undefined

/** The size of the figures, in pixels, and the size of an image from which on it has room for them. */
const [figurePx, minWidthPx, minHeightPx] = [8, 80, 20]

/** The colour of a failed check: its contrast to white and to black is above 4.5. */
const failedColor = '#dd3031'

/**
 * Returns a line of latencies as an SVG image. Beside it stand the highest and the lowest latency, where the image is at
 * least 80 by 20 pixels; its title has them in any case. A check that failed is a red stroke from top to bottom, and a value
 * that is absent, or not finite, leaves a gap.
 *
 * @throws `ValidationError` when a size is not above 0, or the colour is neither a name nor hexadecimal.
 * @example
 * ```ts
 * import { sparklineSvg } from '@telltale/core/latency'
 *
 * const svg = sparklineSvg([40, 42, 'failed', 180, undefined, 44], { title: 'checkout, last hour' })
 * ```
 */
export function sparklineSvg(latenciesMs: readonly SparklineValue[], options: SparklineOptions = {}): string {
  checkOptionNames('sparklineSvg', options, ['title', 'widthPx', 'heightPx', 'color'])
  const { title = 'latency', widthPx = 120, heightPx = 24, color = 'currentColor' } = options
  checkText('sparklineSvg', 'title', title)
  checkArgument(/^(#[\da-f]{3,8}|[a-z]+)$/i.test(color), "a colour such as 'green' or '#2b5'", {
    caller: 'sparklineSvg',
    name: 'color',
    value: color,
  })
  checkAbove0('sparklineSvg', 'widthPx', widthPx)
  checkAbove0('sparklineSvg', 'heightPx', heightPx)
  const scale = scaleOf(latenciesMs)
  const figures = widthPx >= minWidthPx && heightPx >= minHeightPx ? scale.figures : []
  const figureWidthPx = Math.max(0, ...figures.map((figure) => Math.ceil(textWidthPx(figure, figurePx)) + 3))
  const box = { widthPx: widthPx - figureWidthPx, heightPx }
  return (
    svgOpening(widthPx, heightPx, escapeXml([title, ...scale.words].join(': '))) +
    strokesOf(latenciesMs, box) +
    `<path d="${linePath(latenciesMs, scale, box)}" fill="none" stroke="${color}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>` +
    figuresOf(figures, { widthPx, heightPx, color }) +
    '</svg>'
  )
}

interface Box {
  readonly widthPx: number
  readonly heightPx: number
}

interface Scale {
  readonly minMs: number
  readonly maxMs: number
  /** The figures at the top and at the bottom. */
  readonly figures: readonly string[]
  /** The scale, and the number of failures, in words. */
  readonly words: readonly string[]
}

const isKnown = (value: SparklineValue): value is number => Number.isFinite(value)

function scaleOf(values: readonly SparklineValue[]): Scale {
  let [minMs, maxMs, failed] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (const value of values) {
    if (value === 'failed') failed++
    if (!isKnown(value)) continue
    minMs = Math.min(minMs, value)
    maxMs = Math.max(maxMs, value)
  }
  const figures = minMs > maxMs ? [] : [...new Set([inMs(maxMs), inMs(minMs)])]
  const range = figures.length > 0 ? [figures.toReversed().join(' to ')] : []
  const words = failed > 0 ? [...range, `${failed} failed`] : range
  return { minMs, maxMs, figures, words: words.length > 0 ? [words.join(', ')] : [] }
}

const xOf = (index: number, count: number, widthPx: number): number =>
  round((index * widthPx) / Math.max(1, count - 1))

/** Returns a path from left to right with the lowest value at the bottom. A point by itself is a line of no length. */
function linePath(
  values: readonly SparklineValue[],
  { minMs, maxMs }: Scale,
  { widthPx, heightPx }: Box,
): string {
  const range = maxMs - minMs
  const parts = values.map((value, index) => {
    if (!isKnown(value)) return ''
    const height = range > 0 ? (value - minMs) / range : 0.5
    const coordinates = `${xOf(index, values.length, widthPx)} ${round(1 + (heightPx - 2) * (1 - height))}`
    return isKnown(values[index - 1]) ? `L${coordinates}` : `M${coordinates}L${coordinates}`
  })
  return parts.join('')
}

/** Returns a red stroke for each check that failed. */
function strokesOf(values: readonly SparklineValue[], { widthPx, heightPx }: Box): string {
  const strokes = values.flatMap((value, index) =>
    value === 'failed' ? [`M${xOf(index, values.length, widthPx)} 1V${heightPx - 1}`] : [],
  )
  if (strokes.length === 0) return ''
  return `<path class="failed" d="${strokes.join('')}" fill="none" stroke="${failedColor}" stroke-width="2"/>`
}

function figuresOf(
  figures: readonly string[],
  { widthPx, heightPx, color }: Box & { readonly color: string },
): string {
  const rows = figures.length === 1 ? [heightPx / 2 + 3] : [figurePx - 1, heightPx - 1]
  const texts = figures.map((figure, index) => `<text x="${widthPx}" y="${rows[index]}">${figure}</text>`)
  if (texts.length === 0) return ''
  return `<g font-family="${fontFamily}" font-size="${figurePx}" fill="${color}" text-anchor="end">${texts.join('')}</g>`
}

const round = (value: number): number => Math.round(value * 100) / 100
