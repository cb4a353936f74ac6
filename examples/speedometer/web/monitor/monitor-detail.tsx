import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../kit/web/button.js'
import { Panel } from '../../../kit/web/panel.js'
import { ErrorState, Skeleton } from '../../../kit/web/states.js'
import { api, type Monitor } from '../api.js'
import { TierBadge } from '../dashboard/monitor-card.js'
import { monitorKey, monitorsKey } from '../live.js'
import { LastChecks } from './last-checks.js'
import { LatencyChart } from './latency-chart.js'
import { MonitorFigures } from './monitor-figures.js'
import { type Range, RangePicker } from './range-picker.js'

/** The page of one monitor: its figures, its latency over time, and its checks. */
export function MonitorDetail() {
  const { id } = useParams({ from: '/frame/monitors/$id' })
  const [range, setRange] = useState<Range>('1h')
  const {
    data: monitor,
    error,
    refetch,
  } = useQuery({
    queryKey: monitorKey(id),
    queryFn: () => api.monitors.get(id),
  })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!monitor) return <Skeleton className="h-96 rounded-card" />
  return (
    <>
      <Link to="/" className="inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        Dashboard
      </Link>
      <Head monitor={monitor} />
      <MonitorFigures id={id} range={range} checkedAt={monitor.checkedAt} />
      <Panel className="mt-6" title="Latency" aside={<RangePicker range={range} onChange={setRange} />}>
        <LatencyChart monitor={monitor} range={range} />
      </Panel>
      <LastChecks monitor={monitor} />
    </>
  )
}

function Head({ monitor }: { readonly monitor: Monitor }) {
  const { id, name, url, tier, paused } = monitor
  const queries = useQueryClient()
  const navigate = useNavigate()
  const check = useMutation({ mutationFn: () => api.monitors.run(id) })
  const pause = useMutation({
    mutationFn: () => api.monitors.update(id, { paused: !paused }),
    onSuccess: (changed) => queries.setQueryData(monitorKey(id), changed),
  })
  const remove = useMutation({
    mutationFn: () => api.monitors.delete(id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: monitorsKey })
      await navigate({ to: '/' })
    },
  })
  const failed = check.error ?? pause.error ?? remove.error
  return (
    <div className="mt-4 flex flex-wrap items-start justify-between gap-4">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-3 text-2xl font-semibold tracking-tight">
          {name}
          <TierBadge tier={paused ? undefined : tier} isPaused={paused} />
        </h1>
        <p className="mt-1 truncate text-sm text-muted">{url}</p>
        {failed && (
          <p role="alert" className="mt-2 text-sm text-bad">
            {failed.message}.
          </p>
        )}
      </div>
      <div className="flex gap-2">
        <Button look="primary" isBusy={check.isPending} onClick={() => check.mutate()}>
          Check now
        </Button>
        <Button isBusy={pause.isPending} onClick={() => pause.mutate()}>
          {paused ? 'Resume' : 'Pause'}
        </Button>
        <Button
          look="quiet"
          isBusy={remove.isPending}
          onClick={() => confirm(`Delete ${name} with all its checks?`) && remove.mutate()}
        >
          Delete
        </Button>
      </div>
    </div>
  )
}
