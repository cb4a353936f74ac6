import { canonicalMake, splitModel } from './make-and-model.js'

/** The names of a car, as far as they are known. */
export interface CarNames {
  /** The make. */
  readonly make?: string | undefined
  /** The model. */
  readonly model?: string | undefined
  /** The trim. */
  readonly trim?: string | undefined
}

/**
 * Returns make, model and trim as the lists of dealers and valuers name them: a known model in its usual spelling, a
 * designation such as `330i` as its model line and a trim, and any other model as it is written, such as `F-150 Lightning`
 * or `RAV4 Hybrid`.
 *
 * @example
 * ```ts
 * import { usualNames } from '@telltale/core/cars/vehicle'
 *
 * console.log(usualNames({ make: 'bmw', model: '330i' })) // { make: 'BMW', model: '3 Series', trim: '330i' }
 * ```
 */
export function usualNames({ make, model, trim }: CarNames): CarNames {
  const usualMake = make && (canonicalMake(make) ?? make.trim())
  if (!make || !model) return { make: usualMake, model: model?.trim(), trim: trim?.trim() }
  const written = model.trim()
  const split = splitModel(make, written)
  if (split.trim !== undefined && isDesignation(make, split.trim, split.model)) {
    // A trim can name the designation once more.
    const given = trim?.trim() ?? ''
    const isNamed = fold(given).startsWith(fold(split.trim))
    const whole = [isNamed ? '' : split.trim, given].filter(Boolean).join(' ')
    return { make: usualMake, model: split.model, trim: whole }
  }
  // An unknown model is reduced to capitals; what is written says more.
  const isKnown = split.trim === undefined && split.model !== fold(split.model)
  return { make: usualMake, model: isKnown ? split.model : written, trim: trim?.trim() }
}

/** Checks whether a name is a designation of a model line: `330i` is one of the `3 Series`, `Hybrid` none of the `RAV4`. */
function isDesignation(make: string, name: string, line: string): boolean {
  const split = splitModel(make, name)
  return split.model === line && split.trim !== undefined && fold(split.trim) === fold(name)
}

/** Reduces a name to letters and digits in capitals. */
const fold = (name: string): string => name.toUpperCase().replace(/[^\p{L}\p{N}+]/gu, '')
