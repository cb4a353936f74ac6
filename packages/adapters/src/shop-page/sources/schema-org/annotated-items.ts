import type { PageElement } from '../../parse/nodes.js'
import { textOf } from '../../parse/text.js'
import { type SchemaItem, type SchemaValue, schemaName } from './schema-item.js'

interface MutableItem extends SchemaItem {
  readonly properties: Map<string, SchemaValue[]>
}

const newItem = (types: readonly string[]): MutableItem => ({
  types: new Set(types),
  properties: new Map(),
})

/** The microdata or RDFa that an element carries. */
export interface Annotation {
  /** The properties whose value the element is. */
  readonly names: readonly string[]
  /** The types of the item that begins at the element; absent when none does. */
  readonly types?: readonly string[] | undefined
}

/** Returns the names in an attribute, in lower case and without their vocabularies. */
export const propertyNames = (attribute = ''): readonly string[] =>
  attribute.slice(0, 200).split(/\s+/).filter(Boolean).map(schemaName)

/**
 * Reads the items that elements are annotated as, in the order of the page. `loose` holds the properties outside of every
 * item, as some shops leave them.
 */
export function readItems(
  elements: readonly PageElement[],
  annotationOf: (element: PageElement) => Annotation,
): { readonly items: readonly SchemaItem[]; readonly loose: SchemaItem } {
  const itemByScope = new Map<PageElement, MutableItem>()
  const loose = newItem([])
  const itemAround = enclosingItemFinder(itemByScope)
  for (const element of elements) {
    const { names, types } = annotationOf(element)
    const around = itemAround(element) ?? loose
    if (types) itemByScope.set(element, newItem(types))
    for (const name of names) {
      const value = itemByScope.get(element) ?? itemValue(element, name)
      const values = around.properties.get(name)
      if (values) values.push(value)
      else around.properties.set(name, [value])
    }
  }
  return { items: [...itemByScope.values()], loose }
}

/**
 * Returns a function that finds the item around an element. Parents come before their children, so that results can be
 * cached.
 */
function enclosingItemFinder(
  itemByScope: ReadonlyMap<PageElement, MutableItem>,
): (element: PageElement) => MutableItem | undefined {
  const known = new Map<PageElement, MutableItem | undefined>()
  return (element) => {
    let up = element.parent
    while (up && !known.has(up) && !itemByScope.has(up)) up = up.parent
    const item = up ? (itemByScope.get(up) ?? known.get(up)) : undefined
    for (let passed = element.parent; passed && passed !== up; passed = passed.parent) known.set(passed, item)
    return item
  }
}

/** Properties whose value is an address even where the element has a text. */
const addresses = new Set(['availability', 'image', 'itemcondition', 'url'])

/** Returns the value of an element, after the HTML standard (5.2.4 Values); shops put `content` on any element. */
function itemValue(element: PageElement, name: string): string {
  const { content, href, src, value, datetime } = element.attributes
  const address = addresses.has(name) ? (href ?? src) : undefined
  const said = content?.trim() || address || value || datetime || textOf(element, 500)
  return said.slice(0, 2_000)
}
