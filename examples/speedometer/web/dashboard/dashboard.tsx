import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../kit/web/button.js'
import { EmptyState, ErrorState, Skeleton } from '../../../kit/web/states.js'
import { api, type Monitor } from '../api.js'
import { monitorsKey } from '../live.js'
import { SpeedGauge } from '../tiers/speed-gauge.js'
import { MonitorCard } from './monitor-card.js'
import { NewMonitor } from './new-monitor.js'
import { TierSummary } from './tier-summary.js'

async function everyMonitor(): Promise<readonly Monitor[]> {
  const all: Monitor[] = []
  for await (const monitor of api.monitors.list({ limit: 200 })) all.push(monitor)
  return all
}

/** The dashboard: how many monitors are in which tier, and each of them live. */
export function SpeedometerDashboard() {
  const { data: monitors, error, refetch } = useQuery({ queryKey: monitorsKey, queryFn: everyMonitor })
  const [isAdding, setAdding] = useState(false)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Plus className="size-4" aria-hidden />
      New monitor
    </Button>
  )
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">Dashboard</h1>
          <p className="mt-1 text-sm text-muted">Every check, the moment it ends.</p>
        </div>
        {add}
      </div>
      {isAdding && <NewMonitor onClose={() => setAdding(false)} />}
      {monitors === undefined ? (
        <LoadingCards />
      ) : monitors.length === 0 ? (
        <NothingYet action={add} />
      ) : (
        <>
          <TierSummary monitors={monitors} />
          <ul className="mt-6 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {monitors.map((monitor) => (
              <MonitorCard key={monitor.id} monitor={monitor} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

const LoadingCards = () => (
  <div className="mt-6 grid gap-4 sm:grid-cols-2 lg:grid-cols-3" role="status" aria-label="Loading monitors">
    {[1, 2, 3, 4, 5, 6].map((number) => (
      <Skeleton key={number} className="h-56 rounded-card" />
    ))}
  </div>
)

const NothingYet = ({ action }: { readonly action: React.ReactNode }) => (
  <EmptyState
    picture={<SpeedGauge latencyMs={undefined} bands={exampleBands} tier={undefined} width={200} />}
    title="Nothing is watched yet"
    advice="Add the address of a page or an API. Its first check takes a moment, then the needle moves."
    action={action}
  />
)

const exampleBands = [
  { name: 'SONIC', fromMs: 0, toMs: 50 },
  { name: 'KNUCKLES', fromMs: 100, toMs: 300 },
  { name: 'EGGMAN', fromMs: 500, toMs: 2_000 },
]
