export type { TwilioDestination, TwilioOptions } from './options.js'
export { twilio } from './twilio.js'
