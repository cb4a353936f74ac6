import { namesIn, readItems } from './marked-items.js'
import type { Page } from './page.js'
import type { SchemaItem } from './schema-item.js'

/** What the page's microdata describes. */
export const readMicrodata = ({
  items,
}: Page): { readonly items: readonly SchemaItem[]; readonly loose: SchemaItem } =>
  readItems(items, ({ attribs: { itemscope, itemtype, itemprop } }) => ({
    names: namesIn(itemprop),
    types: itemscope === undefined ? undefined : namesIn(itemtype),
  }))
