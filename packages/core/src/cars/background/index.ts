export type { BackgroundOptions } from './background-options.js'
export { createMarketInBackground } from './create-market-in-background.js'
export { loadMarketInBackground } from './load-market-in-background.js'
