import type { Monitor } from '../api.js'
import { tierLook } from '../tiers/tier-look.js'
import { TierMark } from '../tiers/tier-mark.js'

/** Tells how many monitors are in each tier, and how many fail. */
export function TierSummary({ monitors }: { readonly monitors: readonly Monitor[] }) {
  const names = [...new Set(monitors.flatMap(({ tiers }) => tiers.map(({ name }) => name)))]
  const watched = monitors.filter(({ paused }) => !paused)
  const failing = watched.filter(({ failure }) => failure).length
  return (
    <dl className="mt-6 grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-4">
      {names.map((name) => (
        <div key={name} className="bg-surface px-5 py-4">
          <dt className="flex items-center gap-2 text-2xs font-semibold tracking-wider text-muted">
            <TierMark tier={name} size={16} />
            {name}
          </dt>
          <dd className={`mt-1 text-2xl font-semibold tabular-nums ${tierLook(name).text}`}>
            {watched.filter(({ tier }) => tier === name).length}
          </dd>
        </div>
      ))}
      <div className="bg-surface px-5 py-4">
        <dt className="text-2xs font-semibold tracking-wider text-muted">FAILING</dt>
        <dd className={`mt-1 text-2xl font-semibold tabular-nums ${failing > 0 ? 'text-bad' : ''}`}>
          {failing}
        </dd>
      </div>
    </dl>
  )
}
