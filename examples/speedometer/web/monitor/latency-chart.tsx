import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { latencyText } from '../../../kit/web/format.js'
import { EmptyState, ErrorState, Skeleton } from '../../../kit/web/states.js'
import { type ChartLine, TimeChart } from '../../../kit/web/time-chart.js'
import { api, type Monitor } from '../api.js'
import { type Range, ranges } from './range-picker.js'

const levels = { '1h': 'minute', '24h': 'hour', '7d': 'hour', '30d': 'day', '1y': 'day' } as const

/** Properties of {@link LatencyChart}. */
export interface LatencyChartProps {
  readonly monitor: Monitor
  readonly range: Range
}

/** The latency of a monitor over time: the median and the 95th percentile, with gaps where nothing was measured. */
export function LatencyChart({ monitor: { id, name, checkedAt }, range }: LatencyChartProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['chart', id, range, checkedAt],
    queryFn: () =>
      api.monitors.chart(id, {
        from: Date.now() - ranges[range],
        by: levels[range],
      }),
    placeholderData: (before) => before,
  })
  const { times, lines } = useMemo(() => linesOf(data?.items ?? []), [data])
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="m-5 h-64" />
  if (!lines.some(({ values }) => values.some((value) => value !== null)))
    return (
      <EmptyState
        title={`No latency in the last ${range}`}
        advice="Check it now, choose a longer span, or look at its checks below for the reason."
      />
    )
  return (
    <div className="px-3 pb-4 pt-3">
      <TimeChart
        description={`Latency of ${name} over the last ${range}: the median and the 95th percentile.`}
        times={times}
        lines={lines}
        format={latencyText}
      />
    </div>
  )
}

type Point = Awaited<ReturnType<typeof api.monitors.chart>>['items'][number]

function linesOf(points: readonly Point[]): {
  readonly times: number[]
  readonly lines: readonly ChartLine[]
} {
  return {
    times: points.map(({ from }) => Date.parse(from) / 1_000),
    lines: [
      { name: 'Median', color: '--accent', values: points.map(({ latency }) => latency.p50Ms ?? null) },
      {
        name: '95th percentile',
        color: '--faint',
        isDashed: true,
        values: points.map(({ latency }) => latency.p95Ms ?? null),
      },
    ],
  }
}
