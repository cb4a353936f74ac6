import { z } from 'zod'
import { defineTiers, type TierSet, tierIssues } from '../latency/define-tiers.js'

/** An option that must be a tier set; read into a frozen one. Apart from `tier.ts`, which thereby needs no zod. */
export function tierSetOption(): z.ZodType<TierSet, TierSet> {
  return z.custom<TierSet>().transform((tiers, context) => {
    const issues = tierIssues(tiers)
    if (issues.length === 0) return defineTiers(tiers)
    for (const { index, message } of issues)
      context.addIssue({ code: 'custom', path: index === undefined ? [] : [index], message })
    return z.NEVER
  })
}
