import { type OptionsShape, type SettingsDeclaration, settingsSchema, urlOption } from '@telltale/core/ports'
import { z } from 'zod'
import { adapterId, secretText } from '../delivering/options.js'

/** Options of the Slack channel. */
export interface SlackOptions {
  /** The token of a bot with the scope `chat:write`, such as `'xoxb-…'`. @default none: destinations are webhooks alone */
  readonly token?: string
  /** Tells this channel from the host's other adapters. @default 'slack' */
  readonly id?: string
  /** The base URL of the Web API. @default 'https://slack.com/api' */
  readonly baseUrl?: string
}

/** An incoming webhook of Slack. */
export interface SlackWebhook {
  /** The URL of the webhook. It is secret. */
  readonly webhookUrl: string
}

/** A conversation that the bot is in. */
export interface SlackConversation {
  /** The id of the channel or the person, such as `'C012AB3CD'`. */
  readonly channel: string
}

/** A destination in Slack. Messages to a conversation are edited; those of a webhook cannot be. */
export type SlackDestination = SlackWebhook | SlackConversation

/** Checks {@link SlackOptions}. */
export const optionsSchema = z.strictObject({
  token: secretText("the token of a bot, such as 'xoxb-…'").exactOptional(),
  id: adapterId('slack'),
  baseUrl: urlOption().default('https://slack.com/api'),
} satisfies OptionsShape<SlackOptions>)

/** Makes the destinations: conversations are there with a token alone. */
export function destinationsOf(hasToken: boolean): SettingsDeclaration<SlackDestination, SlackDestination> {
  const hook = z.strictObject({ webhookUrl: urlOption() } satisfies OptionsShape<SlackWebhook>)
  const conversation = z.strictObject({
    channel: z.string().regex(/^[CDGU][A-Z0-9]{5,20}$/, "expected the id of a channel, such as 'C012AB3CD'"),
  } satisfies OptionsShape<SlackConversation>)
  return {
    schema: settingsSchema(hasToken ? z.union([hook, conversation]) : hook),
    secretPaths: (given) => ('webhookUrl' in given ? [['webhookUrl']] : []),
  }
}
