import { type Adapter, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { extractProductWith } from './extract-product.js'
import { learnPlace } from './learn-place.js'
import type { Page } from './parse/page.js'
import type { SourceProduct } from './sources/source-product.js'

/** Options of the source of a single shop. */
export interface ShopOptions {
  /** Tells this source from the host's other adapters. @default the shop's name */
  readonly id?: string
}

/** A product of a shop, by its address. */
export interface ShopProduct {
  /** The shop's own number of the product. */
  readonly id: string
  /** The address of the product without campaigns or search positions. */
  readonly url: string
}

/** The particulars of one shop. */
export interface Shop {
  /** The id of its adapter unless the options give another. */
  readonly name: string
  /** Returns the product of an address; `undefined` for every other address. */
  readonly productOf: (url: URL) => ShopProduct | undefined
  /** Reads what the shop's pages state in a format of their own. */
  readonly readShopData: (page: Page, product: ShopProduct) => SourceProduct | undefined
}

/** Makes the adapter of a shop. */
export function shopAdapter({ name, productOf, readShopData }: Shop, options: ShopOptions): Adapter {
  const schema = z.strictObject({
    id: z.string().min(1, 'expected a name').default(name),
  } satisfies OptionsShape<ShopOptions>)
  const { id } = parseOptions(name, schema, options)
  return {
    specVersion: 1,
    id,
    products: {
      matches: (url) => /^https?:$/.test(url.protocol) && productOf(url) !== undefined,
      extract: (page, options) => {
        const product = URL.canParse(page.url) ? productOf(new URL(page.url)) : undefined
        return extractProductWith(page, product && ((parsed) => readShopData(parsed, product)), options)
      },
      learn: learnPlace,
    },
  }
}
