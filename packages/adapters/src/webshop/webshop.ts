import { type Adapter, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { extractProduct } from '../shop-page/extract-product.js'

/** How the source of ordinary web shops is set up. */
export interface WebshopOptions {
  /** Unique within a host. @default 'webshop' */
  readonly id?: string
}

const optionsSchema = z.strictObject({
  id: z.string().min(1, 'expected a name').default('webshop'),
} satisfies OptionsShape<WebshopOptions>)

/**
 * Makes the source that reads the product pages of any web shop, from what the shop itself marks up. Put sources for
 * single shops before it: the first that matches reads the page.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [webshop()] })
 * ```
 */
export function webshop(options: WebshopOptions = {}): Adapter {
  const { id } = parseOptions('webshop', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    products: {
      matches: ({ protocol }) => protocol === 'http:' || protocol === 'https:',
      extract: ({ html, url }) => extractProduct(html, url),
    },
  }
}
