import * as check from '@telltale/core/options'
import { checkOptions, defined } from '@telltale/core/options'
import type { Adapter } from '@telltale/core/ports'
import { extractProduct } from '../shop-page/extract-product.js'
import { learnPlace } from '../shop-page/learn-place.js'
import { isSelector } from '../shop-page/sources/select-element.js'
import type { ProductSelectors } from '../shop-page/sources/selectors.js'

/** Options of the source of any web shop. */
export interface WebshopOptions {
  /** Tells this source from the host's other adapters. @default 'webshop' */
  readonly id?: string
  /**
   * CSS selectors of single shops, by host (`shop.example`). What they find counts beside all other sources on the page.
   *
   * @default {}
   */
  readonly selectors?: Readonly<Record<string, ProductSelectors>>
}

const selectorCheck = check.custom<string>(isSelector, 'a CSS selector')

const selectorsCheck = check.strictObject({
  price: selectorCheck,
  wasPrice: check.optional(selectorCheck),
  title: check.optional(selectorCheck),
  availability: check.optional(selectorCheck),
} satisfies check.CheckShape<ProductSelectors>)

const optionsCheck = check.strictObject({
  id: check.withDefault(check.pattern(/./, 'a name'), 'webshop'),
  selectors: check.withDefault(check.record(check.text(), selectorsCheck), {}),
} satisfies check.CheckShape<WebshopOptions>)

/**
 * Makes a source that reads the product pages of any web shop, from the shop's own markup. Put sources for single shops before
 * it: the first that matches reads the page.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [webshop()] })
 * ```
 */
export function webshop(options: WebshopOptions = {}): Adapter {
  const { id, selectors } = checkOptions('webshop', optionsCheck, options)
  return {
    specVersion: 1,
    id,
    products: {
      matches: ({ protocol }) => protocol === 'http:' || protocol === 'https:',
      extract: ({ html, url }, options) => {
        const host = URL.canParse(url) ? new URL(url).hostname : ''
        const own = selectors[host] ?? selectors[host.replace(/^www\./, '')]
        return extractProduct(html, url, defined({ ...options, selectors: own }))
      },
      learn: learnPlace,
    },
  }
}
