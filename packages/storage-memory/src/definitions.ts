import { ValidationError } from '@telltale/core'
import { type CollectionShape, definitionKey, type SeriesShape } from '@telltale/core/ports'

/** Holds every name to the definition it was first used with. */
export class Definitions {
  readonly #byName = new Map<
    string,
    { readonly definition: CollectionShape | SeriesShape; readonly key: string }
  >()

  /**
   * Checks a definition, with `check` the first time.
   *
   * @throws `ValidationError` when it is malformed, or differs from the one used before under its name.
   */
  use<Shape extends CollectionShape | SeriesShape>(
    definition: Shape,
    check: (definition: Shape) => void,
  ): void {
    const known = this.#byName.get(definition.name)
    if (known?.definition === definition) return
    check(definition)
    const key = definitionKey(definition)
    if (known && known.key !== key)
      throw new ValidationError('storage', [
        {
          path: definition.name,
          message: 'expected the same definition that was used before under this name',
        },
      ])
    this.#byName.set(definition.name, { definition, key })
  }
}
