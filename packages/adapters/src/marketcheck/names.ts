import { canonicalMake, splitModel } from '@telltale/core/cars/vehicle'

/** The names of a car in a query of the API. */
export interface QueryNames {
  readonly make?: string | undefined
  readonly model?: string | undefined
  readonly trim?: string | undefined
}

/**
 * Returns make, model and trim as the API expects them: a known model in its usual spelling, a designation such as `330i` as
 * its model line and a trim, and any other model as it is written, such as `F-150 Lightning` or `RAV4 Hybrid`.
 */
export function usualNames({ make, model, trim }: QueryNames): QueryNames {
  const usualMake = make && (canonicalMake(make) ?? make.trim())
  if (!make || !model) return { make: usualMake, model: model?.trim(), trim: trim?.trim() }
  const written = model.trim()
  const split = splitModel(make, written)
  const isDesignation = split.trim !== undefined && fold(split.trim) === fold(written)
  if (isDesignation)
    return { make: usualMake, model: split.model, trim: [split.trim, trim?.trim()].filter(Boolean).join(' ') }
  // An unknown model is reduced to capitals; what is written says more.
  const isKnown = split.trim === undefined && split.model !== fold(split.model)
  return { make: usualMake, model: isKnown ? split.model : written, trim: trim?.trim() }
}

/** Reduces a name to letters and digits in capitals. */
const fold = (name: string): string => name.toUpperCase().replace(/[^\p{L}\p{N}+]/gu, '')
