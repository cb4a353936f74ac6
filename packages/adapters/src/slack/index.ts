export type { SlackConversation, SlackDestination, SlackOptions, SlackWebhook } from './options.js'
export { slack } from './slack.js'
