export type { ShopProduct } from '../shop-page/shop.js'
export { type MyntraOptions, myntra, myntraProduct } from './myntra.js'
