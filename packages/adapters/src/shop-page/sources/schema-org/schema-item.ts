/** A value of a property: a text, a number, or another item. */
export type SchemaValue = string | number | SchemaItem

/** Something described in schema.org's words, from JSON-LD or microdata alike. */
export interface SchemaItem {
  /** The names of its types in lower case, such as `product`. */
  readonly types: ReadonlySet<string>
  /** Its properties, by their names in lower case: shops also write `Price` and `pricecurrency`. */
  readonly properties: ReadonlyMap<string, readonly SchemaValue[]>
}

/** The last part of a name that may be an address: `Product` of `https://schema.org/Product`, in lower case. */
export function schemaName(name: string): string {
  return name
    .slice(0, 200)
    .replace(/^.*[/#:]/s, '')
    .trim()
    .toLowerCase()
}

/** The items among a property's values. */
export function itemsOf(item: SchemaItem, name: string): readonly SchemaItem[] {
  return (item.properties.get(name) ?? []).filter((value) => typeof value === 'object')
}

/** The texts and numbers among a property's values. */
export function scalarsOf(item: SchemaItem, name: string): readonly (string | number)[] {
  return (item.properties.get(name) ?? []).filter((value) => typeof value !== 'object')
}

/** The first text of a property that says something, or the name of its first item, with single spaces. */
export function textOfProperty(item: SchemaItem, name: string, longest = 500): string | undefined {
  for (const value of item.properties.get(name) ?? []) {
    const text = typeof value === 'object' ? textOfProperty(value, 'name', longest) : `${value}`
    if (text?.trim() && text.length <= longest) return text.replace(/\s+/g, ' ').trim()
  }
  return undefined
}
