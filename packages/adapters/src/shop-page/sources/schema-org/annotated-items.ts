import type { PageElement } from '../../parse/nodes.js'
import { textOf } from '../../parse/text.js'
import { type SchemaItem, type SchemaValue, schemaName } from './schema-item.js'

interface GrowingItem extends SchemaItem {
  readonly properties: Map<string, SchemaValue[]>
}

const newItem = (types: readonly string[]): GrowingItem => ({
  types: new Set(types),
  properties: new Map(),
})

/** What an element is marked as. */
export interface Marking {
  /** The properties whose value it is. */
  readonly names: readonly string[]
  /** The types of the item that it begins; absent when it begins none. */
  readonly types?: readonly string[] | undefined
}

/** The names in an attribute, in lower case and without their vocabularies. */
export const namesIn = (attribute = ''): readonly string[] =>
  attribute.slice(0, 200).split(/\s+/).filter(Boolean).map(schemaName)

/**
 * The items that elements are marked as, in the order of the page, and `loose`, the properties that stand within no item,
 * as some shops leave them.
 */
export function readItems(
  elements: readonly PageElement[],
  markingOf: (element: PageElement) => Marking,
): { readonly items: readonly SchemaItem[]; readonly loose: SchemaItem } {
  const itemByScope = new Map<PageElement, GrowingItem>()
  const loose = newItem([])
  const itemAround = itemsAround(itemByScope)
  for (const element of elements) {
    const { names, types } = markingOf(element)
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
 * Returns a function that finds the item which an element stands in. Parents come before their children, so that what an
 * element stands in is known for good.
 */
function itemsAround(
  itemByScope: ReadonlyMap<PageElement, GrowingItem>,
): (element: PageElement) => GrowingItem | undefined {
  const known = new Map<PageElement, GrowingItem | undefined>()
  return (element) => {
    let up = element.parent
    while (up && !known.has(up) && !itemByScope.has(up)) up = up.parent
    const item = up ? (itemByScope.get(up) ?? known.get(up)) : undefined
    for (let passed = element.parent; passed && passed !== up; passed = passed.parent) known.set(passed, item)
    return item
  }
}

/** Properties whose value is an address even where the element has a text, too. */
const addresses = new Set(['availability', 'image', 'itemcondition', 'url'])

/** The value of an element, after the table of the HTML standard (5.2.4 Values); shops put `content` on any element. */
function itemValue(element: PageElement, name: string): string {
  const { content, href, src, value, datetime } = element.attribs
  const address = addresses.has(name) ? (href ?? src) : undefined
  const said = content?.trim() || address || value || datetime || textOf(element, 500)
  return said.slice(0, 2_000)
}
