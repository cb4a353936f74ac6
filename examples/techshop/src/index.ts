export { type RunningShop, type StartShopOptions, startShop } from './server.js'
export { createShop, type Shop, type ShopClock, type ShopOptions } from './shop.js'
export { spawnShop } from './spawn-shop.js'
