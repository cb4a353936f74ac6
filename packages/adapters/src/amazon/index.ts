export type { ShopProduct } from '../shop-page/shop-adapter.js'
export { type AmazonOptions, amazon, amazonProduct } from './amazon.js'
