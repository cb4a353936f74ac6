export { extractProduct } from '../shop-page/extract-product.js'
export { type WebshopOptions, webshop } from './webshop.js'
