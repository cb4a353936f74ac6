import type { Element } from 'domhandler'
import { ancestorsOf, type Page, textOf } from './page.js'
import { type SchemaItem, type SchemaValue, schemaName } from './schema-item.js'

/** The most marked elements that are read on one page. */
const mostElements = 20_000

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
export function readMicrodata({ $ }: Page): {
  readonly items: readonly SchemaItem[]
  readonly loose: SchemaItem
} {
  const scopes = $('[itemscope]').toArray().slice(0, mostElements)
  const itemByScope = new Map(scopes.map((scope) => [scope, newItem(scope.attribs.itemtype ?? '')]))
  const loose = newItem('')
  for (const element of $('[itemprop]').toArray().slice(0, mostElements)) {
    const scope = ancestorsOf(element).find((ancestor) => itemByScope.has(ancestor))
    const { properties } = (scope && itemByScope.get(scope)) ?? loose
    for (const name of (element.attribs.itemprop ?? '').split(/\s+/).map(schemaName)) {
      const value = itemByScope.get(element) ?? itemValue(element, name)
      properties.set(name, properties.get(name) ?? [])
      properties.get(name)?.push(value)
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
