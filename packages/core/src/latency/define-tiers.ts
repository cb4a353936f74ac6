import { excerpt, quoteName, ValidationError } from '../errors/index.js'

/** A named band of latencies. Plain JSON. The first tier of a set needs no lower bound, and the last has no upper one. */
export interface Tier<Name extends string = string> {
  /** Unique within its set, such as `SONIC`. */
  readonly name: Name
  /** The name that people see. @default the name */
  readonly label?: string
  /** The lower bound in milliseconds, included. */
  readonly fromMs?: number
  /** The lower bound in milliseconds, excluded. */
  readonly aboveMs?: number
  /** The upper bound in milliseconds, included. */
  readonly toMs?: number
  /** The upper bound in milliseconds, excluded. */
  readonly belowMs?: number
}

/** Two to 20 tiers, the fastest first. They may leave gaps, which are dead bands, but do not overlap. */
export type TierSet<Name extends string = string> = readonly Tier<Name>[]

/** A problem of a tier set. */
export interface TierIssue {
  /** The tier's index in the set; absent when the problem is the whole set's. */
  readonly index?: number
  /** The problem in words, with the tier's name. */
  readonly message: string
}

/** Returns the lower bound of a band, in milliseconds. */
export const lowerBoundMs = ({ fromMs, aboveMs }: Tier): number => fromMs ?? aboveMs ?? 0

/** Returns the upper bound of a band, in milliseconds. */
export const upperBoundMs = ({ toMs, belowMs }: Tier): number => toMs ?? belowMs ?? Number.POSITIVE_INFINITY

/** The frozen sets of `defineTiers`, which need not be checked again. */
const checkedSets = new WeakSet<TierSet>()

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
  checkedSets.add(set)
  return set
}

/**
 * Checks that a value is a tier set. Returns at once for a set that `defineTiers` made.
 *
 * @throws `ValidationError` whose paths begin with `tiers`.
 */
export function checkTiers(caller: string, tiers: TierSet): void {
  if (checkedSets.has(tiers)) return
  const issues = tierIssues(tiers)
  if (issues.length === 0) return
  throw new ValidationError(
    caller,
    issues.map(({ index, message }) => ({
      path: index === undefined ? 'tiers' : `tiers[${index}]`,
      message,
    })),
  )
}

/** The maximum number of tiers, and of characters in a tier's name or label. */
const [maxTiers, maxNameChars] = [20, 100]

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= maxNameChars

/** Returns every problem of a value that should be a tier set; none when it is one. */
export function tierIssues(tiers: unknown): readonly TierIssue[] {
  if (!Array.isArray(tiers) || tiers.length < 2 || tiers.length > maxTiers)
    return [{ message: `expected an array of two to ${maxTiers} tiers, the fastest first` }]
  const issues = tiers.flatMap((tier: unknown, index) => {
    const position = index === 0 ? 'first' : index === tiers.length - 1 ? 'last' : 'inner'
    return [...tierProblems(tier, position)].map((message) => ({ index, message }))
  })
  return issues.length > 0 ? issues : neighbourIssues(tiers)
}

/** The position of a tier in its set. */
type Position = 'first' | 'inner' | 'last'

const boundNames = ['fromMs', 'aboveMs', 'toMs', 'belowMs'] as const
const memberNames: readonly string[] = ['name', 'label', ...boundNames]

/** Returns the problems of one tier by itself. */
function* tierProblems(value: unknown, position: Position): Generator<string> {
  if (typeof value !== 'object' || value === null)
    return yield "expected a tier such as { name: 'SONIC', belowMs: 50 }"
  const tier = value as { readonly [Member in keyof Tier]?: unknown }
  if (!isName(tier.name)) return yield `name: expected a text of 1 to ${maxNameChars} characters`
  const name = `'${tier.name}'`
  for (const member of Object.keys(tier))
    if (!memberNames.includes(member))
      yield `${name} has ${quoteName(member)}, known are ${memberNames.join(', ')}`
  if (tier.label !== undefined && !isName(tier.label))
    yield `${name}: label must be a text of 1 to ${maxNameChars} characters`
  for (const bound of boundNames)
    if (tier[bound] !== undefined && !isMilliseconds(tier[bound]))
      yield `${name}: ${bound} must be a finite number of milliseconds, 0 or more, got ${excerpt(tier[bound])}`
  yield* boundProblems(name, tier, position)
}

/** Returns the problems of the bounds that a tier has, whatever their values are. */
function* boundProblems(
  name: string,
  { fromMs, aboveMs, toMs, belowMs }: { readonly [Member in keyof Tier]?: unknown },
  position: Position,
): Generator<string> {
  if (fromMs !== undefined && aboveMs !== undefined) yield `${name} has both fromMs and aboveMs; give one`
  if (toMs !== undefined && belowMs !== undefined) yield `${name} has both toMs and belowMs; give one`
  if (position === 'first') {
    if (aboveMs !== undefined || (fromMs !== undefined && fromMs !== 0))
      yield `${name} is the first tier and must begin at 0; leave out fromMs and aboveMs`
  } else if (fromMs === undefined && aboveMs === undefined)
    yield `${name} has no begin; give fromMs or aboveMs`
  if (position === 'last') {
    if (toMs !== undefined || belowMs !== undefined)
      yield `${name} is the last tier and must have no end; leave out toMs and belowMs`
  } else if (toMs === undefined && belowMs === undefined) yield `${name} has no end; give toMs or belowMs`
}

/** Returns the problems between tiers that are right by themselves. */
function neighbourIssues(tiers: TierSet): readonly TierIssue[] {
  return tiers.flatMap((tier, index) => {
    const { name } = tier
    const faster = tiers[index - 1]
    const messages: string[] = []
    if (tiers.findIndex((other) => other.name === name) < index)
      messages.push(`the name '${name}' is taken by an earlier tier`)
    if (
      upperBoundMs(tier) < lowerBoundMs(tier) ||
      (upperBoundMs(tier) === lowerBoundMs(tier) && !(includesLower(tier) && includesUpper(tier)))
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

const isMilliseconds = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0

/** Returns `true` when the lower bound belongs to the band. */
const includesLower = ({ aboveMs }: Tier): boolean => aboveMs === undefined

/** Returns `true` when the upper bound belongs to the band. */
const includesUpper = ({ belowMs }: Tier): boolean => belowMs === undefined

const overlap = (faster: Tier, slower: Tier): boolean =>
  lowerBoundMs(slower) < upperBoundMs(faster) ||
  (lowerBoundMs(slower) === upperBoundMs(faster) && includesLower(slower) && includesUpper(faster))
