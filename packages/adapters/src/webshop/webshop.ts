import { type Adapter, defined, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { load } from 'cheerio/slim'
import { z } from 'zod'
import { extractProduct } from '../shop-page/extract-product.js'
import { learnPlace } from '../shop-page/learn-place.js'
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

const selector = z.string().refine(isSelector, 'expected a CSS selector')

const selectorsSchema = z.strictObject({
  price: selector,
  wasPrice: selector.exactOptional(),
  title: selector.exactOptional(),
  availability: selector.exactOptional(),
} satisfies OptionsShape<ProductSelectors>)

function isSelector(text: string): boolean {
  try {
    load('')(text)
    return true
  } catch {
    return false
  }
}

const optionsSchema = z.strictObject({
  id: z.string().min(1, 'expected a name').default('webshop'),
  selectors: z.record(z.string(), selectorsSchema).default({}),
} satisfies OptionsShape<WebshopOptions>)

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
  const { id, selectors } = parseOptions('webshop', optionsSchema, options)
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
