import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import type { PageTag } from '../../parse/start-tag.js'
import { type Marking, namesIn, readItems } from './annotated-items.js'
import type { SchemaItem } from './schema-item.js'

/** What the page's microdata describes. */
export const readMicrodata = ({
  items,
}: Page): { readonly items: readonly SchemaItem[]; readonly loose: SchemaItem } =>
  readItems(items, markingReader())

/** Returns a function that gives what an element is marked as. Elements share their tags. */
function markingReader(): (element: PageElement) => Marking {
  const known = new Map<PageTag, Marking>()
  return ({ tag }) => {
    const marking = known.get(tag) ?? readMarking(tag)
    known.set(tag, marking)
    return marking
  }
}

const readMarking = ({ attributes: { itemscope, itemtype, itemprop } }: PageTag): Marking => ({
  names: namesIn(itemprop),
  types: itemscope === undefined ? undefined : namesIn(itemtype),
})
