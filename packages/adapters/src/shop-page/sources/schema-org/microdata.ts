import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import type { StartTag } from '../../parse/start-tag.js'
import { type Annotation, propertyNames, readItems } from './annotated-items.js'
import type { SchemaItem } from './schema-item.js'

/** Reads the items of the page's microdata. */
export const readMicrodata = ({
  microdata,
}: Page): { readonly items: readonly SchemaItem[]; readonly loose: SchemaItem } =>
  readItems(microdata, annotationReader())

/** Returns a function that reads the annotation of an element. Elements share their tags. */
function annotationReader(): (element: PageElement) => Annotation {
  const known = new Map<StartTag, Annotation>()
  return ({ tag }) => {
    const annotation = known.get(tag) ?? readAnnotation(tag)
    known.set(tag, annotation)
    return annotation
  }
}

const readAnnotation = ({ attributes: { itemscope, itemtype, itemprop } }: StartTag): Annotation => ({
  names: propertyNames(itemprop),
  types: itemscope === undefined ? undefined : propertyNames(itemtype),
})
