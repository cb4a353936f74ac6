export type { ShopProduct } from '../shop-page/shop-adapter.js'
export { type FlipkartOptions, flipkart, flipkartProduct } from './flipkart.js'
