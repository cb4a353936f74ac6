export { type ExtractOptions, extractProduct } from '../shop-page/extract-product.js'
export type { ProductSelectors } from '../shop-page/sources/selectors.js'
export { type HealedSelector, healSelector, type KnownPage } from './heal-selector.js'
export { type WebshopOptions, webshop } from './webshop.js'
