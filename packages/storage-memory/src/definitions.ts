import { ValidationError } from '@telltale/core'
import { type CollectionShape, definitionKey, type SeriesShape } from '@telltale/core/ports'

/** The definition that each name was first used with. Every later one must be the same. */
export class Definitions {
  readonly #byName = new Map<
    string,
    { readonly definition: CollectionShape | SeriesShape; readonly key: string }
  >()

  /**
   * Checks a definition and records it. `check` runs at the first use only.
   *
   * @throws `ValidationError` when it is malformed, or differs from the earlier one of its name.
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
