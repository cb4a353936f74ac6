import { canonicalMake, canonicalModel } from '@telltale/core/cars/vehicle'

/** Returns the make and model in their usual spelling, which the API expects. */
export const usualNames = ({ make, model }: { readonly make?: string; readonly model?: string }) => ({
  make: make && (canonicalMake(make) ?? make.trim()),
  model: make && model ? canonicalModel(make, model) : model?.trim(),
})
