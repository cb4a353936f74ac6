import { defineTiers, type TierSet } from './define-tiers.js'

/**
 * Tiers for the time to first byte of a web page, counted from the start of the navigation: the bounds and names of
 * the Web Vitals, 800 and 1,800 ms (web.dev/articles/ttfb). They touch, so that only confirmations keep them from flapping.
 */
export const webVitalsTiers: TierSet<'good' | 'needs-improvement' | 'poor'> = /* @__PURE__ */ defineTiers([
  { name: 'good', toMs: 800 },
  { name: 'needs-improvement', label: 'needs improvement', aboveMs: 800, toMs: 1_800 },
  { name: 'poor', aboveMs: 1_800 },
])

/**
 * Tiers for an API that people wait for: 0.1 s feels instant, 0.4 s keeps users productive (Doherty and Thadani, 1982),
 * 1 s is the limit of an uninterrupted flow of thought (Nielsen, "Usability Engineering", 1993, chapter 5). The dead
 * bands reach a quarter above each bound.
 */
export const apiTiers: TierSet<'instant' | 'fast' | 'slow' | 'stalled'> = /* @__PURE__ */ defineTiers([
  { name: 'instant', toMs: 100 },
  { name: 'fast', fromMs: 125, toMs: 400 },
  { name: 'slow', fromMs: 500, toMs: 1_000 },
  { name: 'stalled', fromMs: 1_250 },
])
