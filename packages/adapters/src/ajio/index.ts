export type { ShopProduct } from '../shop-page/shop-adapter.js'
export { type AjioOptions, ajio, ajioProduct } from './ajio.js'
