import { z } from 'zod'
import { ValidationError } from '../../errors/index.js'
import type { OptionsShape, ProbeSettings } from '../../ports/index.js'
import type { Monitor } from '../../records/monitor-records.js'
import type { MonitorOptions } from '../monitor-options.js'

/** The definition of a monitor in code. */
export interface MonitorDefinition<Settings extends ProbeSettings = ProbeSettings>
  extends MonitorOptions<Settings> {
  /** The key within its scope, such as `checkout`: up to 100 characters. */
  readonly key: string
  /** The keys of definitions before it, or ids of other monitors, that it depends on. @default none */
  readonly dependsOn?: readonly string[]
}

/** The monitors that code defines, for `monitors.plan` and `monitors.apply`. */
export interface MonitorDefinitions<Settings extends ProbeSettings = ProbeSettings> {
  /** The scope: monitors whose keys begin with it and a slash belong to these definitions, and no others. */
  readonly scope: string
  /** The definitions, each with a key of its own. */
  readonly monitors: readonly MonitorDefinition<Settings>[]
}

/** The difference between definitions and what is stored. */
export interface MonitorPlan {
  /** The definitions without a monitor. */
  readonly create: readonly MonitorDefinition[]
  /** The monitors that differ from their definitions. */
  readonly update: readonly MonitorUpdate[]
  /** The monitors that are as they are defined. */
  readonly unchanged: readonly Monitor[]
  /** The monitors of the scope that are defined no more. */
  readonly delete: readonly Monitor[]
}

/** A monitor that differs from its definition. */
export interface MonitorUpdate {
  /** The monitor as it is stored. */
  readonly monitor: Monitor
  /** Its definition. */
  readonly definition: MonitorDefinition
  /** The names of the options that differ, such as `every`. No values: some are secret. */
  readonly changes: readonly string[]
}

/** The monitors after definitions were applied. */
export interface AppliedPlan {
  /** The monitors that were created. */
  readonly created: readonly Monitor[]
  /** The monitors that were changed, as they are now. */
  readonly updated: readonly Monitor[]
  /** The monitors that were as they are defined. */
  readonly unchanged: readonly Monitor[]
  /** The monitors that were deleted, as they were. */
  readonly deleted: readonly Monitor[]
}

const key = z.string().trim().min(1).max(100)

/** The schema of {@link MonitorDefinitions}. The options of each monitor are checked when it is planned. */
export const definitionsSchema = z
  .strictObject({
    scope: key.regex(/^[^/]*$/, 'expected a text without a slash'),
    monitors: z.array(z.looseObject({ key })).max(5_000),
  } satisfies OptionsShape<MonitorDefinitions>)
  .superRefine(({ monitors }, context) => {
    const seen = new Set<string>()
    for (const [index, each] of monitors.entries()) {
      if (seen.has(each.key))
        context.addIssue({
          code: 'custom',
          path: ['monitors', index, 'key'],
          message: 'expected a key of its own',
        })
      seen.add(each.key)
    }
  })

/**
 * Returns definitions of monitors with their types checked, so that a file of them can be planned and applied again and
 * again.
 *
 * @param scope - a name for these definitions, up to 100 characters without a slash.
 * @throws `ValidationError` when two have the same key.
 * @example
 * ```ts
 * import { createTelltale, defineMonitors } from '@telltale/core'
 * import { http } from '@telltale/adapters/http'
 * import { memoryStorage } from '@telltale/storage-memory'
 *
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [http()] })
 * const shop = defineMonitors('shop', [
 *   { key: 'home', url: 'https://shop.example/', every: '30s' },
 *   { key: 'checkout', url: 'https://shop.example/checkout', dependsOn: ['home'] },
 * ])
 * console.log(await telltale.monitors.plan(shop))
 * await telltale.monitors.apply(shop)
 * ```
 */
export function defineMonitors<Settings extends ProbeSettings = ProbeSettings>(
  scope: string,
  monitors: readonly MonitorDefinition<Settings>[],
): MonitorDefinitions<Settings> {
  const result = definitionsSchema.safeParse({ scope, monitors })
  if (!result.success)
    throw new ValidationError(
      'defineMonitors',
      result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    )
  return { scope, monitors }
}
