import { createClient } from '@telltale/api/client'

/** The server of this page, by its typed client. */
export const api = createClient({ baseUrl: `${location.origin}/api` })

/** A monitor as the server sends it. */
export type Monitor = Awaited<ReturnType<typeof api.monitors.get>>

/** A check as the server sends it. */
export type Check = Awaited<ReturnType<typeof api.monitors.history>>['items'][number]

/** A check as a live event tells of it, with the state that its monitor is in now. */
export interface LiveCheck {
  readonly monitor: Pick<Monitor, 'id' | 'name' | 'url' | 'tags' | 'tier' | 'tierChangedAt'>
  readonly check: Check
}

/** Returns the bands of a monitor's tiers for its gauge; the last one ends where the gauge does. */
export const bandsOf = ({ tiers }: Pick<Monitor, 'tiers'>) =>
  tiers.map(({ name, fromMs, aboveMs, toMs, belowMs }) => ({
    name,
    fromMs: fromMs ?? aboveMs ?? 0,
    toMs: toMs ?? belowMs ?? 2_000,
  }))
