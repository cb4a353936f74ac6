export { extractProduct } from './extract-product.js'
export { type WebshopOptions, webshop } from './webshop.js'
