export { type BackgroundOptions, createMarketInBackground } from './create-market-in-background.js'
