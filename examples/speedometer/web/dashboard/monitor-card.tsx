import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { agoText } from '../../../kit/web/format.js'
import { useNow } from '../../../kit/web/use-now.js'
import { bandsOf, type Check, type Monitor } from '../api.js'
import { lastChecksKey } from '../live.js'
import { SpeedGauge } from '../tiers/speed-gauge.js'
import { tierLook } from '../tiers/tier-look.js'
import { TierMark } from '../tiers/tier-mark.js'

/**
 * A monitor on the dashboard. The needle shows the last check, and the badge the steady tier: after one slow check they
 * differ, and the card says both.
 */
export function MonitorCard({ monitor }: { readonly monitor: Monitor }) {
  const { id, name, url, tier, paused, failure, latencyMs, checkedAt } = monitor
  const { data: checks = {} } = useQuery<Readonly<Record<string, Check>>>({
    queryKey: lastChecksKey,
    queryFn: () => ({}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const lastTier = checks[id]?.tier ?? tier
  return (
    <li className="group relative rounded-card border border-line bg-surface p-5 transition hover:border-faint">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="truncate text-sm font-semibold">
            <Link to="/monitors/$id" params={{ id }} className="after:absolute after:inset-0">
              {name}
            </Link>
          </h2>
          <p className="mt-0.5 truncate text-xs text-muted">{url.replace(/^https?:\/\//, '')}</p>
        </div>
        <TierBadge tier={paused ? undefined : tier} isPaused={paused} />
      </div>
      <div className="mt-2 flex justify-center">
        <SpeedGauge latencyMs={failure ? undefined : latencyMs} bands={bandsOf(monitor)} tier={lastTier} />
      </div>
      <p className="mt-3 flex items-center justify-between gap-3 text-xs text-muted">
        <LastCheck monitor={monitor} lastTier={lastTier} />
        <CheckedAt at={checkedAt} />
      </p>
    </li>
  )
}

function LastCheck({
  monitor,
  lastTier,
}: {
  readonly monitor: Monitor
  readonly lastTier: string | undefined
}) {
  const { failure, tier } = monitor
  if (failure) return <span className="truncate text-bad">{failure.message}</span>
  if (lastTier !== tier)
    return (
      <span className="flex items-center gap-1.5">
        last check <TierMark tier={lastTier} size={14} /> {lastTier}
      </span>
    )
  return <span>steady</span>
}

function CheckedAt({ at }: { readonly at: string | undefined }) {
  const now = useNow()
  return (
    <time dateTime={at} className="shrink-0 tabular-nums">
      {at ? agoText(Date.parse(at), now) : 'not checked yet'}
    </time>
  )
}

/** The steady tier of a monitor. */
export function TierBadge({
  tier,
  isPaused = false,
}: {
  readonly tier: string | undefined
  readonly isPaused?: boolean
}) {
  return (
    <span
      className={`flex shrink-0 items-center gap-1.5 rounded-full border border-line px-2.5 py-1 text-2xs font-semibold tracking-wider ${tierLook(tier).text}`}
    >
      <TierMark tier={tier} size={14} />
      {isPaused ? 'PAUSED' : (tier ?? 'WAITING')}
    </span>
  )
}
