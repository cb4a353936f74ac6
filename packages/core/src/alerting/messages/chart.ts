import { escapeXml, fontFamily, svgOpening } from '../../latency/svg.js'

/** A band behind the line, such as a tier. */
export interface ChartBand {
  /** The name, which stands at the left. */
  readonly name: string
  /** The upper end of it. The last band has none. @default no end */
  readonly below?: number
  /** The colour, such as `#dcfce7`. */
  readonly color: string
}

/** The content of a chart. */
export interface AlertChartOptions {
  /** The words for those who do not see it. */
  readonly title: string
  /** The values in order of time; `undefined` leaves a gap. */
  readonly points: readonly { readonly at: number; readonly value: number | undefined }[]
  /** The bands from the lowest on, such as tiers. @default [] */
  readonly bands?: readonly ChartBand[]
  /** `true` to hold each value until the next one, as prices are. @default false */
  readonly isStepped?: boolean
  /** Writes a value of the scale. @default as a number */
  readonly writeValue?: (value: number) => string
  /** Writes a time of the scale. @default as ISO 8601 */
  readonly writeTime?: (at: number) => string
}

const [widthPx, heightPx, leftPx, rightPx, topPx, bottomPx] = [992, 320, 16, 108, 16, 40]
const line = '#1d4ed8'

/**
 * Returns a line of latencies or prices as an SVG image of 992 by 320 pixels, twice as large as a mail shows it, on white. The
 * highest and the lowest value, and the first and the last time, stand beside it.
 */
export function chartSvg(options: AlertChartOptions): string {
  const {
    title,
    points,
    bands = [],
    writeValue = String,
    writeTime = (at) => new Date(at).toISOString(),
  } = options
  const known = points.flatMap(({ value }) => (value !== undefined && Number.isFinite(value) ? [value] : []))
  const [min, max] = [Math.min(...known), Math.max(...known)]
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  const pad = (max - min || Math.abs(max) || 1) * 0.1
  const x = (at: number) =>
    round(leftPx + ((at - first) / (last - first || 1)) * (widthPx - leftPx - rightPx))
  const y = (value: number) =>
    round(topPx + (1 - (value - (min - pad)) / (max - min + 2 * pad)) * (heightPx - topPx - bottomPx))
  const opening = svgOpening(widthPx, heightPx, escapeXml(title))
  const paper = `<rect width="${widthPx}" height="${heightPx}" fill="#ffffff"/>`
  if (known.length === 0) return `${opening}${paper}</svg>`
  const label = (text: string, at: { x: number; y: number; anchor: string }) =>
    `<text x="${at.x}" y="${at.y}" text-anchor="${at.anchor}">${escapeXml(text)}</text>`
  const scale = max === min ? [max] : [max, min]
  const values = scale.map((value) =>
    label(writeValue(value), { x: widthPx - rightPx + 12, y: y(value) + 7, anchor: 'start' }),
  )
  const baseY = heightPx - 12
  const times = [
    label(writeTime(first), { x: leftPx, y: baseY, anchor: 'start' }),
    label(writeTime(last), { x: widthPx - rightPx, y: baseY, anchor: 'end' }),
  ]
  return (
    `${opening}${paper}${bandsOf(bands, y)}` +
    `<path d="${pathOf(options, x, y)}" fill="none" stroke="${line}" stroke-width="4" stroke-linejoin="round" stroke-linecap="round"/>` +
    `<g font-family="${fontFamily}" font-size="20" fill="#374151">${values.join('')}${times.join('')}</g></svg>`
  )
}

/** Returns the bands, each from the end of the one below, as far as the line reaches. */
function bandsOf(bands: readonly ChartBand[], y: (value: number) => number): string {
  const [top, bottom] = [topPx, heightPx - bottomPx]
  const within = (at: number) => Math.min(bottom, Math.max(top, at))
  let lower = bottom
  return bands
    .map(({ below, color, name }) => {
      const upper = below === undefined ? top : within(y(below))
      const height = round(lower - upper)
      const base = lower
      lower = upper
      if (height <= 0) return ''
      const box = `<rect x="${leftPx}" y="${upper}" width="${widthPx - leftPx - rightPx}" height="${height}" fill="${color}"/>`
      if (height < 24) return box
      return `${box}<text x="${leftPx + 8}" y="${base - 8}" font-family="${fontFamily}" font-size="16" fill="#4b5563">${escapeXml(name)}</text>`
    })
    .join('')
}

function pathOf(
  { points, isStepped = false }: AlertChartOptions,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let isDrawing = false
  return points
    .map(({ at, value }) => {
      if (value === undefined || !Number.isFinite(value)) {
        isDrawing = false
        return ''
      }
      const move = isDrawing
        ? isStepped
          ? `H${x(at)}V${y(value)}`
          : `L${x(at)} ${y(value)}`
        : `M${x(at)} ${y(value)}h0`
      isDrawing = true
      return move
    })
    .join('')
}

const round = (value: number): number => Math.round(value * 100) / 100
