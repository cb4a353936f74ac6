import { existsSync, readFileSync } from 'node:fs'
import { sonicTiers } from '@telltale/core/latency'
import { quantile, report } from '../report.js'
import { confirmed, deadBands, medianOf, naive, type Policy, type Seen, telltale } from './policies.js'

/**
 * Counts how often a monitor changes its tier on real response-time histories, how many of the changes are flaps (undone
 * within 5 checks), and how many checks a sustained change takes until it is noticed.
 *
 * A change is sustained where 5 checks or more in a row lie within one band, not in a dead band, after as many in
 * another one. Its delay is counted in checks from the first of them; it is missed when the tier is not reached
 * before they end.
 */
const flapChecks = 5
const sustainedChecks = 5
const file = new URL('../../../shared/data/web/latency_series.jsonl', import.meta.url)

interface Series {
  readonly points: readonly (readonly [at: string, latencyMs: number | null, status: number | null])[]
}

function histories(): readonly (readonly Seen[])[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) =>
    (JSON.parse(line) as Series).points.map(([, latencyMs]) => latencyMs ?? undefined),
  )
}

/** Lists the indexes at which the tier becomes another one. */
const changesOf = (tiers: readonly string[]): readonly number[] =>
  tiers.flatMap((tier, index) => (index > 0 && tier !== tiers[index - 1] ? [index] : []))

function flapsOf(tiers: readonly string[]): number {
  const changes = changesOf(tiers)
  return changes.filter((index, nth) => {
    const undoneAt = changes[nth + 1]
    return undoneAt !== undefined && undoneAt - index <= flapChecks && tiers[undoneAt] === tiers[index - 1]
  }).length
}

/** The tier whose band a latency lies in; none in a dead band. */
const bandOf = (seen: Seen): string | undefined =>
  seen === undefined
    ? sonicTiers.at(-1)?.name
    : sonicTiers.find(
        ({ fromMs = 0, aboveMs = -1, toMs = Number.POSITIVE_INFINITY, belowMs = Number.POSITIVE_INFINITY }) =>
          seen >= fromMs && seen > aboveMs && seen <= toMs && seen < belowMs,
      )?.name

function sustainedChanges(history: readonly Seen[]) {
  const bands = history.map(bandOf)
  const starts = bands.flatMap((band, index) => (index === 0 || band !== bands[index - 1] ? [index] : []))
  const runs = starts.map((from, nth) => ({ tier: bands[from], from, to: starts[nth + 1] ?? bands.length }))
  const sustained = runs.filter(({ tier, from, to }) => tier !== undefined && to - from >= sustainedChecks)
  return sustained.filter(({ tier }, nth) => nth > 0 && tier !== sustained[nth - 1]?.tier)
}

function judge(name: string, policy: Policy) {
  const judged = histories().map((history) => {
    const tiers = policy(history)
    const noticed = sustainedChanges(history).map(({ tier, from, to }) =>
      tiers.slice(from, to).indexOf(`${tier}`),
    )
    return { changes: changesOf(tiers).length, flaps: flapsOf(tiers), noticed }
  })
  const noticed = judged.flatMap((each) => each.noticed)
  const delays = noticed.filter((delay) => delay >= 0)
  return {
    policy: name,
    changes: judged.reduce((sum, { changes }) => sum + changes, 0),
    flaps: judged.reduce((sum, { flaps }) => sum + flaps, 0),
    sustained: noticed.length,
    missed: noticed.length - delays.length,
    'median delay': quantile(delays, 0.5),
    'longest delay': Math.max(...delays),
  }
}

if (existsSync(file)) {
  const byThreshold = judge('thresholds', naive)
  const threeOfThree = judge('thresholds, 3 of 3', confirmed(3))
  const prompt = judge('applyHysteresis, maxConfirmations: 2', telltale({ maxConfirmations: 2 }))
  const chosen = judge('applyHysteresis', telltale())
  const calmest = judge('applyHysteresis, confirmations: 3', telltale({ confirmations: 3 }))
  const rows = [
    byThreshold,
    judge('dead bands', deadBands),
    threeOfThree,
    judge('dead bands, median of 3', medianOf(3)),
    prompt,
    chosen,
    calmest,
  ]
  report(
    rows.map((row) => ({
      ...row,
      '% of thresholds': Math.round((1_000 * row.changes) / byThreshold.changes) / 10,
    })),
    {
      name: 'at a delay of 1 check the tier changes',
      figure: (100 * prompt.changes) / byThreshold.changes,
      bar: 15,
      unit: '% of the naive times',
    },
    { name: 'its longest delay is', figure: prompt['longest delay'], bar: 1, unit: 'checks' },
    { name: 'the default changes', figure: chosen.changes, bar: threeOfThree.changes - 1, unit: 'times' },
    { name: 'of which flaps are', figure: chosen.flaps, bar: threeOfThree.flaps - 1, unit: 'changes' },
    { name: 'its longest delay is', figure: chosen['longest delay'], bar: 2, unit: 'checks' },
    { name: 'both miss', figure: prompt.missed + chosen.missed, bar: 0, unit: 'sustained changes' },
  )
} else
  console.log('Not measured: needs the response-time histories in shared/data/web, beside the repository.')
