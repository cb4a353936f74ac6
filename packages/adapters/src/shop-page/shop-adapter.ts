import { type Adapter, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { extractWith } from './extract-product.js'
import type { Page } from './parse/page.js'
import { embeddedValues } from './sources/embedded-json.js'
import type { ProductFacts } from './sources/source-product.js'

/** How the source of a single shop is set up. */
export interface ShopOptions {
  /** Unique within a host. @default the shop's name */
  readonly id?: string
}

/** A product of a shop, by its address. */
export interface ShopProduct {
  /** The shop's own number of it. */
  readonly id: string
  /** Its address without what leads there: campaigns, positions in a search. */
  readonly url: string
}

/** What is particular to one shop. */
export interface Shop {
  readonly name: string
  /** The product that an address leads to; `undefined` for every other address. */
  readonly productAt: (url: URL) => ShopProduct | undefined
  /** What the shop's pages say in a way of their own about the product that was asked for. */
  readonly readOwn: (page: Page, product: ShopProduct) => ProductFacts | undefined
}

/** Makes the adapter of a shop. */
export function shopAdapter({ name, productAt, readOwn }: Shop, options: ShopOptions): Adapter {
  const schema = z.strictObject({
    id: z.string().min(1, 'expected a name').default(name),
  } satisfies OptionsShape<ShopOptions>)
  const { id } = parseOptions(name, schema, options)
  return {
    specVersion: 1,
    id,
    products: {
      matches: (url) => /^https?:$/.test(url.protocol) && productAt(url) !== undefined,
      extract: ({ html, url }) => {
        const product = URL.canParse(url) ? productAt(new URL(url)) : undefined
        return extractWith(html, url, product && ((page) => readOwn(page, product)))
      },
    },
  }
}

/** The object at a path of one of the states that a page's scripts name so; `undefined` where there is none. */
export function stateAt(page: Page, name: string, ...path: string[]): StateObject | undefined {
  for (const { text } of page.scripts.filter((script) => script.text.includes(name)))
    for (const value of embeddedValues(text)) {
      const found = path.reduce<unknown>((inner, key) => asObject(inner)?.[key], value)
      if (asObject(found)) return asObject(found)
    }
  return undefined
}

/** An object of a state, of which nothing is known. */
export type StateObject = Readonly<Record<string, unknown>>

/** The value as an object, if it is one. */
export const asObject = (value: unknown): StateObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as StateObject) : undefined

/** The objects of a list. */
export const objectsOf = (value: unknown): readonly StateObject[] =>
  Array.isArray(value) ? value.map(asObject).filter((each) => each !== undefined) : []

/** A text that says something. */
export const textAt = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() && value.length <= 500 ? value.trim() : undefined

/** An amount above zero as a plain decimal string. */
export const amountAt = (value: unknown): string | undefined =>
  typeof value === 'number' && value > 0 && value < 1e12 ? `${value}` : undefined
