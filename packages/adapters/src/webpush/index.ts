export { type WebPushDestination, type WebPushOptions, webpush } from './webpush.js'
