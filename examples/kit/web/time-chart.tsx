import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

/** A line of a chart. A gap is `null`. */
export interface ChartLine {
  /** The name that the legend shows. */
  readonly name: string
  readonly values: readonly (number | null)[]
  /** The color, as a custom property of the theme such as `--accent`. */
  readonly color: string
  /** The color below the line, if any. */
  readonly fill?: string
  readonly isDashed?: boolean
}

/** Properties of {@link TimeChart}. */
export interface TimeChartProps {
  /** The words for who does not see it. */
  readonly description: string
  /** The times, in epoch seconds. */
  readonly times: readonly number[]
  readonly lines: readonly ChartLine[]
  /** Returns a value in words. */
  format(value: number): string
  /** The height in pixels. @default 260 */
  readonly height?: number
}

const colorOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** A chart of lines over time, with gaps where nothing was measured. It follows the theme and the width. */
export function TimeChart({ description, times, lines, format, height = 260 }: TimeChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = holder.current
    if (!element) return
    let chart: uPlot | undefined
    const draw = () => {
      chart?.destroy()
      chart = new uPlot(
        optionsOf({ width: element.clientWidth, height, lines, format }),
        [[...times], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData,
        element,
      )
    }
    draw()
    const resized = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    const themed = new MutationObserver(draw)
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      resized.disconnect()
      themed.disconnect()
      chart?.destroy()
    }
  }, [times, lines, format, height])
  return <div ref={holder} role="img" aria-label={description} className="w-full text-muted" />
}

interface Drawn extends Pick<TimeChartProps, 'lines' | 'format'> {
  readonly width: number
  readonly height: number
}

function optionsOf({ width, height, lines, format }: Drawn): uPlot.Options {
  const axis = {
    stroke: colorOf('--faint'),
    grid: { stroke: colorOf('--line'), width: 1 },
    ticks: { show: false },
    font: '11px Inter Variable, sans-serif',
  }
  return {
    width,
    height,
    cursor: { points: { size: 7 } },
    axes: [axis, { ...axis, size: 64, values: (_, splits) => splits.map(format) }],
    series: [
      {},
      ...lines.map(({ name, color, fill, isDashed }) => ({
        label: name,
        stroke: colorOf(color),
        width: 1.75,
        spanGaps: false,
        points: { show: false },
        value: (_: uPlot, value: number | null) => (value === null ? '–' : format(value)),
        ...(fill && { fill }),
        ...(isDashed && { dash: [4, 4] }),
      })),
    ],
  }
}
