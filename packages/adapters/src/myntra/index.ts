export type { ShopProduct } from '../shop-page/shop-adapter.js'
export { type MyntraOptions, myntra, myntraProduct } from './myntra.js'
