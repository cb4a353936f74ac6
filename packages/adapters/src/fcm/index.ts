export type { ServiceAccount } from '../google-sign-in/service-account.js'
export { type FcmDestination, type FcmOptions, fcm } from './fcm.js'
