export type { ShopProduct } from '../shop-page/shop.js'
export { type AjioOptions, ajio, ajioProduct } from './ajio.js'
