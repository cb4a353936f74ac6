export type { ShopProduct } from '../shop-page/shop.js'
export { type FlipkartOptions, flipkart, flipkartProduct } from './flipkart.js'
