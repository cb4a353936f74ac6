import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, type Check, type LiveCheck, type Monitor } from './api.js'

/** The last check of each monitor, by the monitor's id: what a card shows beside the steady tier. */
export const lastChecksKey = ['last-checks'] as const

/** The key of the list of monitors. */
export const monitorsKey = ['monitors'] as const

/** The key of one monitor. */
export const monitorKey = (id: string) => ['monitor', id] as const

/**
 * Follows the owner's events, and puts what they say into what the pages show. The line is taken up again by itself.
 *
 * @returns `false` while the line is down.
 */
export function useLive(): boolean {
  const queries = useQueryClient()
  const [isLive, setLive] = useState(navigator.onLine)
  useEffect(() => {
    const ending = new AbortController()
    const follow = async () => {
      for await (const event of api.events.live({ signal: ending.signal })) {
        if (event.name === 'monitor:checked') {
          const live = event.data as LiveCheck
          const { monitor, check } = live
          queries.setQueryData<readonly Monitor[]>(monitorsKey, (all) =>
            all?.map((one) => (one.id === monitor.id ? afterCheck(one, live) : one)),
          )
          queries.setQueryData<Monitor>(monitorKey(monitor.id), (one) => one && afterCheck(one, live))
          queries.setQueryData<Readonly<Record<string, Check>>>(lastChecksKey, (checks) => ({
            ...checks,
            [monitor.id]: check,
          }))
        }
      }
    }
    follow().catch(() => {
      if (!ending.signal.aborted) setLive(false)
    })
    const update = () => setLive(navigator.onLine)
    addEventListener('online', update)
    addEventListener('offline', update)
    return () => {
      ending.abort()
      removeEventListener('online', update)
      removeEventListener('offline', update)
    }
  }, [queries])
  return isLive
}

/** Returns a monitor as it is after a check. A success takes the failure of the check before away. */
function afterCheck({ failure: _, ...before }: Monitor, { monitor, check }: LiveCheck): Monitor {
  const { at: checkedAt, latencyMs, failure } = check
  const after = { ...before, ...monitor, checkedAt, latencyMs }
  return failure ? { ...after, failure } : after
}
