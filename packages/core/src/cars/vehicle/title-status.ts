/** The states of a car's title, as NMVTIS and insurers brand it. */
export const titleStatuses = [
  'clean',
  'rebuilt',
  'salvage',
  'flood',
  'lemon',
  'parts only',
  'missing',
] as const
/** The state of a car's title: `rebuilt` for a salvaged car that may drive again, `missing` for a car sold without a title. */
export type TitleStatus = (typeof titleStatuses)[number]

/** Patterns with the state that a matching text means. The first match counts. */
const rules: readonly (readonly [RegExp, TitleStatus])[] = [
  [/junk|parts only|destruction|cat(?:egory)? ?[ab]\b/i, 'parts only'],
  [/rebuilt|re-built|restored|reconstructed/i, 'rebuilt'],
  [/flood|water/i, 'flood'],
  [/lemon|buy ?back/i, 'lemon'],
  [/salvage|total(?:ed|led)?\b|written off|write-?off|cat(?:egory)? ?[cdns]\b|branded/i, 'salvage'],
  [/missing|\bno title(?! ?(?:issues?|problems?|brands?|loans?|liens?))|\blost\b|^\s*none\s*$/i, 'missing'],
  [/clean|clear|lien|good/i, 'clean'],
]

/** Returns the state of a title that a text means, such as `rebuilt` for `Rebuilt/Restored`. `undefined` when unknown. */
export function canonicalTitleStatus(text: string): TitleStatus | undefined {
  const short = text.slice(0, 200)
  if (/\b(?:not|never) (?:a )?(?:salvage|rebuilt|branded|flood)/i.test(short)) return 'clean'
  return rules.find(([pattern]) => pattern.test(short))?.[1]
}
