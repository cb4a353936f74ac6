export type { TelegramDestination, TelegramOptions } from './options.js'
export { telegram } from './telegram.js'
