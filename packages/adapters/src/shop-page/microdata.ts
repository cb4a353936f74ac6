import type { Element } from 'domhandler'
import { ancestorsOf, type Page, textOf } from './page.js'
import { type SchemaItem, type SchemaValue, schemaName } from './schema-item.js'

interface GrowingItem extends SchemaItem {
  readonly properties: Map<string, SchemaValue[]>
}

const newItem = (types: string): GrowingItem => ({
  types: new Set(types.split(/\s+/).map(schemaName)),
  properties: new Map(),
})

/**
 * What the page's microdata describes: its items, in the order of the page, and `loose`, the properties that stand
 * within no item, as some shops leave them.
 */
export function readMicrodata({ items }: Page): {
  readonly items: readonly SchemaItem[]
  readonly loose: SchemaItem
} {
  const itemByScope = new Map<Element, GrowingItem>()
  const loose = newItem('')
  for (const element of items) {
    const { itemscope, itemtype = '', itemprop } = element.attribs
    // Parents come before their children.
    const scope = ancestorsOf(element).find((ancestor) => itemByScope.has(ancestor))
    const around = (scope && itemByScope.get(scope)) ?? loose
    if (itemscope !== undefined) itemByScope.set(element, newItem(itemtype))
    for (const name of itemprop?.slice(0, 200).split(/\s+/).map(schemaName) ?? []) {
      around.properties.set(name, around.properties.get(name) ?? [])
      around.properties.get(name)?.push(itemByScope.get(element) ?? itemValue(element, name))
    }
  }
  return { items: [...itemByScope.values()], loose }
}

/** Properties whose value is an address even where the element has a text, too. */
const addresses = new Set(['availability', 'image', 'itemcondition', 'url'])

/** The value of an element, after the table of the HTML standard (5.2.4 Values); shops put `content` on any element. */
function itemValue(element: Element, name: string): string {
  const { content, href, src, value, datetime } = element.attribs
  const address = addresses.has(name) ? (href ?? src) : undefined
  const said = content?.trim() || address || value || datetime || textOf(element, 500)
  return said.slice(0, 2_000)
}
