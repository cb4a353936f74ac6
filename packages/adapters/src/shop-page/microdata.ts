import type { Element } from 'domhandler'
import { type Page, textOf } from './page.js'
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
export function readMicrodata({ elements }: Page): {
  readonly items: readonly SchemaItem[]
  readonly loose: SchemaItem
} {
  const itemByScope = new Map<unknown, GrowingItem>()
  const itemAround = new Map<unknown, GrowingItem>()
  const loose = newItem('')
  for (const element of elements) {
    // Parents come before their children.
    const around = itemByScope.get(element.parent) ?? itemAround.get(element.parent) ?? loose
    const { itemscope, itemtype = '', itemprop } = element.attribs
    itemAround.set(element, around)
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
