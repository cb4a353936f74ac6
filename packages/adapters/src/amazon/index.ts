export type { ShopProduct } from '../shop-page/shop.js'
export { type AmazonOptions, amazon, amazonProduct } from './amazon.js'
