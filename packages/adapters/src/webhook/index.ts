export type { WebhookDestination, WebhookOptions } from './options.js'
export {
  newWebhookSecret,
  type ReceivedWebhook,
  type VerifyWebhookOptions,
  verifyWebhook,
} from './signature.js'
export { type WebhookPayload, webhook } from './webhook.js'
