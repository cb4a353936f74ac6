import { AsyncResource } from 'node:async_hooks'
import type { Tables } from '@telltale/core/ports'
import type { Member, Run } from './participant.js'

/** How many transactions are committed together at most. */
const membersAtOnce = 500

/** How long transactions wait for one that runs alone. */
const aloneMs = 50

/** How a group is run, and one transaction by itself. */
export interface Runners {
  /** Rejects, with everything undone, when the members cannot be run together. */
  group(members: readonly Member[]): Promise<readonly Run[]>
  alone(work: Member['work']): Promise<unknown>
}

/**
 * Commits in groups the transactions that come while others are under way. One that comes alone runs at once and by
 * itself; those that come meanwhile wait for its end, or 50 ms.
 */
export function inGroups({ group, alone }: Runners) {
  const pending: Member[] = []
  let isRunning = false

  const runAlone = ({ work, resolve, reject }: Member) => alone(work).then(resolve, reject)
  const settle = ({ member, outcome }: Run) => {
    if (!outcome || ('left' in outcome && outcome.left === 'alone')) void runAlone(member)
    else if ('left' in outcome) pending.push(member)
    else if ('result' in outcome) member.resolve(outcome.result)
    else member.reject(outcome.cause)
  }
  const runTogether = async (members: readonly Member[]): Promise<void> => {
    const [first] = members
    if (members.length === 1 && first) return withinMs(runAlone(first), aloneMs)
    try {
      for (const run of await group(members)) settle(run)
    } catch {
      // Which of them was in the way is found by halves, so that the others still go together.
      const half = Math.ceil(members.length / 2)
      await runTogether(members.slice(0, half))
      await runTogether(members.slice(half))
    }
  }
  const runAll = async () => {
    while (pending.length > 0) await runTogether(pending.splice(0, membersAtOnce))
    isRunning = false
  }
  return <Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      // Whoever called must find its own context again in `work`, which the group calls.
      const bound = AsyncResource.bind(work)
      pending.push({ work: async (tables) => bound(tables), resolve: resolve as Member['resolve'], reject })
      if (isRunning) return
      isRunning = true
      // Others may come in the same turn.
      setImmediate(() => void runAll())
    })
}

/** Waits for the end of something, but no longer than this. */
async function withinMs(ending: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([ending, waited])
  clearTimeout(timer)
}
