import { useQuery } from '@tanstack/react-query'
import { latencyText, shareText } from '../../../kit/web/format.js'
import { api } from '../api.js'
import { type Range, ranges } from './range-picker.js'

/** Properties of {@link MonitorFigures}. */
export interface MonitorFiguresProps {
  readonly id: string
  readonly range: Range
  /** The time of the last check: the figures are read again after each. */
  readonly checkedAt: string | undefined
}

/** The figures of a monitor in a span. */
export function MonitorFigures({ id, range, checkedAt }: MonitorFiguresProps) {
  const { data: summary } = useQuery({
    queryKey: ['summary', id, range, checkedAt],
    queryFn: () => api.monitors.summary(id, { from: Date.now() - ranges[range] }),
    placeholderData: (before) => before,
  })
  const figures = [
    [`Uptime, ${range}`, shareText(summary?.uptime.share)],
    ['Median', latencyText(summary?.latency.p50Ms)],
    ['95th percentile', latencyText(summary?.latency.p95Ms)],
    ['Checks', summary ? summary.checks.toLocaleString('en') : '–'],
    ['Failed', summary ? summary.failed.toLocaleString('en') : '–'],
  ] as const
  return (
    <dl className="mt-6 grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-3 lg:grid-cols-5">
      {figures.map(([name, text]) => (
        <div key={name} className="bg-surface px-5 py-4">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="mt-1 text-xl font-semibold tabular-nums">{text}</dd>
        </div>
      ))}
    </dl>
  )
}
