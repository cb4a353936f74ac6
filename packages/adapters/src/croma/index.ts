export type { ShopProduct } from '../shop-page/shop-adapter.js'
export { type CromaOptions, croma, cromaProduct } from './croma.js'
