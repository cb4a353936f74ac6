/** The range of an axis and the ticks on it. */
export interface Axis {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
  /** The words of a tick. */
  readonly words: (tick: number) => string
  /** The title of the axis. */
  readonly title: string
}

/** A chart to draw on, in the figures of its axes. */
export interface Chart {
  /** Adds a line through points, or a closed area. */
  line(points: readonly (readonly [number, number])[], style: string): void
  /** Adds a rectangle between two corners. */
  box(from: readonly [number, number], to: readonly [number, number], style: string): void
  /** Adds a dot. */
  dot(at: readonly [number, number], style: string): void
  /** Adds words beside a point. */
  words(at: readonly [number, number], text: string, anchor?: 'start' | 'middle' | 'end'): void
  /** Returns the picture as SVG. */
  svg(): string
}

const size = { width: 720, height: 380 }
const margin = { left: 88, right: 24, top: 48, bottom: 56 }

/** Makes an empty chart with its axes and its title. */
export function chartOf(title: string, x: Axis, y: Axis): Chart {
  const marks: string[] = []
  const across = (figure: number, { from, to }: Axis, length: number) =>
    ((figure - from) / (to - from)) * length
  const inner = {
    width: size.width - margin.left - margin.right,
    height: size.height - margin.top - margin.bottom,
  }
  const left = (figure: number) => Math.round(margin.left + across(figure, x, inner.width))
  const top = (figure: number) => Math.round(margin.top + inner.height - across(figure, y, inner.height))
  const text = (at: readonly [number, number], words: string, style: string) =>
    `<text x="${at[0]}" y="${at[1]}" ${style}>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
  const [bottom, right] = [margin.top + inner.height, margin.left + inner.width]
  const frame = [
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    text([margin.left, 26], title, 'font-size="15" font-weight="bold"'),
    ...y.ticks.flatMap((tick) => [
      `<path d="M${margin.left} ${top(tick)}H${right}" stroke="#e4e4e4"/>`,
      text([margin.left - 8, top(tick) + 4], y.words(tick), 'text-anchor="end"'),
    ]),
    ...x.ticks.map((tick) => text([left(tick), bottom + 18], x.words(tick), 'text-anchor="middle"')),
    `<path d="M${margin.left} ${bottom}H${right}" stroke="#555"/>`,
    text([margin.left + inner.width / 2, size.height - 14], x.title, 'text-anchor="middle"'),
    `<text transform="translate(20 ${margin.top + inner.height / 2}) rotate(-90)" text-anchor="middle">${y.title}</text>`,
  ]
  return {
    line: (points, style) => {
      marks.push(`<path d="M${points.map(([a, b]) => `${left(a)} ${top(b)}`).join('L')}" ${style}/>`)
    },
    box: ([a, b], [c, d], style) => {
      const [x0, x1, y0, y1] = [left(a), left(c), top(d), top(b)]
      marks.push(`<rect x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}" ${style}/>`)
    },
    dot: ([a, b], style) => {
      marks.push(`<circle cx="${left(a)}" cy="${top(b)}" ${style}/>`)
    },
    words: ([a, b], words, anchor = 'start') => {
      marks.push(text([left(a), top(b)], words, `text-anchor="${anchor}"`))
    },
    svg: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}" font-family="DejaVu Sans,Verdana,Geneva,sans-serif" font-size="12" fill="#222">\n${[...frame, ...marks].join('\n')}\n</svg>\n`,
  }
}
