import { canonicalMake, canonicalModel } from '@telltale/core/cars/vehicle'

/** Make and model as they are usually written, which the API asks for. */
export const usualNames = ({ make, model }: { readonly make?: string; readonly model?: string }) => ({
  make: make && (canonicalMake(make) ?? make.trim()),
  model: make && model ? canonicalModel(make, model) : model?.trim(),
})
