import { ValidationError } from '../errors/index.js'

/**
 * One band of latencies and what it is called: plain data that can be stored as JSON. A bound is a number of
 * milliseconds; the first tier of a set needs no begin, the last has no end.
 */
export interface Tier<Name extends string = string> {
  /** Unique within its set, such as `SONIC`. */
  readonly name: Name
  /** How people call it. @default the name */
  readonly label?: string
  /** Where the band begins, this latency included. */
  readonly fromMs?: number
  /** Where the band begins, this latency excluded. */
  readonly aboveMs?: number
  /** Where the band ends, this latency included. */
  readonly toMs?: number
  /** Where the band ends, this latency excluded. */
  readonly belowMs?: number
}

/** Two or more tiers, the fastest first. They may leave gaps, which are dead bands, but do not overlap. */
export type TierSet<Name extends string = string> = readonly Tier<Name>[]

/** What is wrong with a tier set: with one of its tiers, or with the whole when there is no `index`. */
export interface TierIssue {
  /** The tier's place in the set, from 0. */
  readonly index?: number
  /** What is wrong, naming the tier. */
  readonly message: string
}

/** Where a band begins, in milliseconds. */
export const lowerBoundMs = ({ fromMs, aboveMs }: Tier): number => fromMs ?? aboveMs ?? 0

/** Where a band ends, in milliseconds. */
export const upperBoundMs = ({ toMs, belowMs }: Tier): number => toMs ?? belowMs ?? Number.POSITIVE_INFINITY

/** The sets that were checked and cannot change any more, so that they need no second look. */
const definedSets = new WeakSet<TierSet>()

/**
 * Checks a set of tiers and returns it frozen, its names kept as literal types.
 *
 * @param tiers - two or more, the fastest first. Bands may touch or leave gaps, but not overlap; the first begins at
 * 0 and the last has no end.
 * @throws `ValidationError` naming every tier that is wrong and what is wrong with it.
 * @example
 * ```ts
 * const tiers = defineTiers([
 *   { name: 'good', belowMs: 200 },
 *   { name: 'bad', fromMs: 250 },
 * ])
 * classify(180, { tiers }) // 'good'
 * ```
 */
export function defineTiers<const Name extends string>(tiers: TierSet<Name>): TierSet<Name> {
  checkTiers('defineTiers', tiers)
  const set = Object.freeze(tiers.map((tier) => Object.freeze({ ...tier })))
  definedSets.add(set)
  return set
}

/**
 * Refuses what is not a tier set; one that `defineTiers` made passes at once.
 *
 * @throws `ValidationError` whose paths begin with `tiers`.
 */
export function checkTiers(where: string, tiers: TierSet): void {
  if (definedSets.has(tiers)) return
  const issues = tierIssues(tiers)
  if (issues.length === 0) return
  throw new ValidationError(
    where,
    issues.map(({ index, message }) => ({
      path: index === undefined ? 'tiers' : `tiers[${index}]`,
      message,
    })),
  )
}

/** Everything that is wrong with what should be a tier set; empty when it is one. */
export function tierIssues(tiers: unknown): readonly TierIssue[] {
  if (!Array.isArray(tiers) || tiers.length < 2)
    return [{ message: 'expected an array of two or more tiers, the fastest first' }]
  const issues = tiers.flatMap((tier: unknown, index) => {
    const end = index === 0 ? 'first' : index === tiers.length - 1 ? 'last' : 'inner'
    return [...tierFlaws(tier, end)].map((message) => ({ index, message }))
  })
  return issues.length > 0 ? issues : neighbourIssues(tiers)
}

const boundNames = ['fromMs', 'aboveMs', 'toMs', 'belowMs'] as const
const memberNames: readonly string[] = ['name', 'label', ...boundNames]

/** What is wrong with one tier by itself. */
function* tierFlaws(value: unknown, place: 'first' | 'inner' | 'last'): Generator<string> {
  if (typeof value !== 'object' || value === null)
    return yield "expected a tier such as { name: 'SONIC', belowMs: 50 }"
  const tier = value as { readonly [Member in keyof Tier]?: unknown }
  if (typeof tier.name !== 'string' || tier.name === '')
    return yield 'name: expected a text that is not empty'
  const name = `'${tier.name}'`
  for (const member of Object.keys(tier))
    if (!memberNames.includes(member)) yield `${name} has '${member}', known are ${memberNames.join(', ')}`
  if (tier.label !== undefined && typeof tier.label !== 'string') yield `${name}: label must be a text`
  for (const bound of boundNames)
    if (tier[bound] !== undefined && !isMilliseconds(tier[bound]))
      yield `${name}: ${bound} must be a finite number of milliseconds, 0 or more, got ${String(tier[bound])}`
  yield* boundFlaws(name, tier, place)
}

/** What is wrong with the bounds that a tier has, whatever their values are. */
function* boundFlaws(
  name: string,
  { fromMs, aboveMs, toMs, belowMs }: { readonly [Member in keyof Tier]?: unknown },
  place: 'first' | 'inner' | 'last',
): Generator<string> {
  if (fromMs !== undefined && aboveMs !== undefined) yield `${name} has both fromMs and aboveMs; give one`
  if (toMs !== undefined && belowMs !== undefined) yield `${name} has both toMs and belowMs; give one`
  if (place === 'first') {
    if (aboveMs !== undefined || (fromMs !== undefined && fromMs !== 0))
      yield `${name} is the first tier and must begin at 0; leave out fromMs and aboveMs`
  } else if (fromMs === undefined && aboveMs === undefined)
    yield `${name} has no begin; give fromMs or aboveMs`
  if (place === 'last') {
    if (toMs !== undefined || belowMs !== undefined)
      yield `${name} is the last tier and must have no end; leave out toMs and belowMs`
  } else if (toMs === undefined && belowMs === undefined) yield `${name} has no end; give toMs or belowMs`
}

/** What is wrong among tiers that are right by themselves. */
function neighbourIssues(tiers: TierSet): readonly TierIssue[] {
  return tiers.flatMap((tier, index) => {
    const { name } = tier
    const faster = tiers[index - 1]
    const messages: string[] = []
    if (tiers.findIndex((other) => other.name === name) < index)
      messages.push(`the name '${name}' is taken by an earlier tier`)
    if (
      upperBoundMs(tier) < lowerBoundMs(tier) ||
      (upperBoundMs(tier) === lowerBoundMs(tier) && !(hasBegin(tier) && hasEnd(tier)))
    )
      messages.push(
        `'${name}' holds no latency: it begins at ${lowerBoundMs(tier)} ms and ends at ${upperBoundMs(tier)} ms`,
      )
    if (faster && overlap(faster, tier))
      messages.push(
        `'${name}' begins at ${lowerBoundMs(tier)} ms, but '${faster.name}' before it ends at ${upperBoundMs(faster)} ms; ` +
          'bands may touch but not overlap, the fastest first',
      )
    return messages.map((message) => ({ index, message }))
  })
}

const isMilliseconds = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0

/** Whether the latency at which the band begins is part of it. */
const hasBegin = ({ aboveMs }: Tier): boolean => aboveMs === undefined

/** Whether the latency at which the band ends is part of it. */
const hasEnd = ({ belowMs }: Tier): boolean => belowMs === undefined

const overlap = (faster: Tier, slower: Tier): boolean =>
  lowerBoundMs(slower) < upperBoundMs(faster) ||
  (lowerBoundMs(slower) === upperBoundMs(faster) && hasBegin(slower) && hasEnd(faster))
