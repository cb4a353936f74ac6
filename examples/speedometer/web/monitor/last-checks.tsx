import { useQuery } from '@tanstack/react-query'
import { latencyText } from '../../../kit/web/format.js'
import { Panel } from '../../../kit/web/panel.js'
import { ErrorState, Skeleton } from '../../../kit/web/states.js'
import { api, type Check, type Monitor } from '../api.js'
import { tierLook } from '../tiers/tier-look.js'
import { TierMark } from '../tiers/tier-mark.js'

/** The last checks of a monitor as a ribbon of their tiers, and the newest ones with their phases. */
export function LastChecks({ monitor: { id, checkedAt } }: { readonly monitor: Monitor }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['checks', id, checkedAt],
    queryFn: () => api.monitors.history(id, { limit: 90 }),
    placeholderData: (before) => before,
  })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="mt-6 h-72 rounded-card" />
  return (
    <Panel className="mt-6" title="Checks">
      <div className="flex h-12 items-end gap-0.5 px-5 pt-4" role="img" aria-label="Tiers of the last checks">
        {data.items.toReversed().map((check) => (
          <span
            key={check.id}
            title={`${new Date(check.at).toLocaleTimeString()}: ${resultText(check)}`}
            className={`flex-1 rounded-sm ${check.failure ? 'bg-bad' : tierLook(check.tier).fill}`}
            style={{ height: `${heightOf(check)}%` }}
          />
        ))}
      </div>
      <ul className="mt-3 divide-y divide-line border-t border-line">
        {data.items.slice(0, 12).map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </ul>
    </Panel>
  )
}

const resultText = ({ failure, latencyMs, tier }: Check): string =>
  failure ? failure.message : `${latencyText(latencyMs)}, ${tier}`

/** The height of a bar: by the logarithm of the latency, and full for a failure. */
const heightOf = ({ failure, latencyMs }: Check): number =>
  failure ? 100 : Math.min(100, 22 + 24 * Math.log10(Math.max(1, latencyMs)))

const phases = [
  ['dnsMs', 'DNS', 'bg-good'],
  ['connectMs', 'connect', 'bg-warn'],
  ['tlsMs', 'TLS', 'bg-knuckles'],
  ['firstByteMs', 'first byte', 'bg-accent'],
  ['downloadMs', 'download', 'bg-faint'],
] as const

function CheckRow({ check }: { readonly check: Check }) {
  const { at, tier, failure, latencyMs } = check
  return (
    <li className="grid grid-cols-[5.5rem_1fr_auto] items-center gap-4 px-5 py-2.5 text-sm sm:grid-cols-[5.5rem_8rem_1fr_6rem]">
      <time dateTime={at} className="text-xs tabular-nums text-muted">
        {new Date(at).toLocaleTimeString()}
      </time>
      <span className={`flex items-center gap-2 text-xs font-medium ${tierLook(tier).text}`}>
        <TierMark tier={tier} size={15} />
        {tier}
      </span>
      {failure ? (
        <span className="hidden truncate text-xs text-bad sm:block">{failure.message}</span>
      ) : (
        <Waterfall check={check} />
      )}
      <span className="text-right tabular-nums">{failure ? '–' : latencyText(latencyMs)}</span>
    </li>
  )
}

function Waterfall({ check: { phases: of, latencyMs } }: { readonly check: Check }) {
  const parts = phases.flatMap(([name, label, fill]) => {
    const ms = of[name]
    return ms === undefined || ms === 0 ? [] : [{ label, fill, ms }]
  })
  return (
    <span
      role="img"
      aria-label={parts.map(({ label, ms }) => `${label} ${latencyText(ms)}`).join(', ')}
      title={parts.map(({ label, ms }) => `${label} ${latencyText(ms)}`).join(' · ')}
      className="hidden h-2 overflow-hidden rounded-full bg-raised sm:flex"
    >
      {parts.map(({ label, fill, ms }) => (
        <span key={label} className={fill} style={{ width: `${(100 * ms) / latencyMs}%` }} />
      ))}
    </span>
  )
}
