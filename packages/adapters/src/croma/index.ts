export type { ShopProduct } from '../shop-page/shop.js'
export { type CromaOptions, croma, cromaProduct } from './croma.js'
