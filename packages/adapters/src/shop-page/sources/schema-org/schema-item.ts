/** A value of a property: a text, a number, or another item. */
export type SchemaValue = string | number | SchemaItem

/** An item of schema.org, from JSON-LD, microdata or RDFa alike. */
export interface SchemaItem {
  /** The names of its types in lower case, such as `product`. */
  readonly types: ReadonlySet<string>
  /** Its properties, by their names in lower case: shops also write `Price` and `pricecurrency`. */
  readonly properties: ReadonlyMap<string, readonly SchemaValue[]>
}

/** Returns the last part of a name that may be an address, in lower case: `product` of `https://schema.org/Product`. */
export function schemaName(name: string): string {
  return name
    .slice(0, 200)
    .replace(/^.*[/#:]/s, '')
    .trim()
    .toLowerCase()
}

/** Returns the items among a property's values. */
export function itemsOf(item: SchemaItem, name: string): readonly SchemaItem[] {
  return (item.properties.get(name) ?? []).filter((value) => typeof value === 'object')
}

/** Returns the texts and numbers among a property's values. */
export function scalarsOf(item: SchemaItem, name: string): readonly (string | number)[] {
  return (item.properties.get(name) ?? []).filter((value) => typeof value !== 'object')
}

/** Returns the first non-empty text of a property, or the name of its first item, with single spaces. */
export function textOfProperty(item: SchemaItem, name: string, maxChars = 500): string | undefined {
  for (const value of item.properties.get(name) ?? []) {
    const text = typeof value === 'object' ? textOfProperty(value, 'name', maxChars) : `${value}`
    if (text?.trim() && text.length <= maxChars) return text.replace(/\s+/g, ' ').trim()
  }
  return undefined
}
