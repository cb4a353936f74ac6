export { type PlaywrightOptions, playwright } from './playwright.js'
