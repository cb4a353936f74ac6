import { type OptionsShape, type SettingsDeclaration, settingsSchema, urlOption } from '@telltale/core/ports'
import { z } from 'zod'
import { adapterId } from '../delivering/options.js'

/** Options of the Telegram channel. */
export interface TelegramOptions {
  /** The token of the bot, from @BotFather. */
  readonly token: string
  /** Tells this channel from the host's other adapters. @default 'telegram' */
  readonly id?: string
  /** The base URL of the Bot API, such as that of a server of one's own. @default 'https://api.telegram.org' */
  readonly baseUrl?: string
}

/** A chat with the bot. */
export interface TelegramDestination {
  /** The id of the chat, such as `'987654321'` or `'-1001234567890'`, or the name of a public channel, such as `'@shop'`. */
  readonly chatId: string
  /** The id of a topic in a group with topics. @default the group itself */
  readonly threadId?: number
}

/** Checks {@link TelegramOptions}. */
export const optionsSchema = z.strictObject({
  token: z.string().regex(/^\d{3,20}:[\w-]{20,100}$/, "expected the token of a bot, such as '123456789:AA…'"),
  id: adapterId('telegram'),
  baseUrl: urlOption().default('https://api.telegram.org'),
} satisfies OptionsShape<TelegramOptions>)

/** The destinations of the channel. */
export const destination: SettingsDeclaration<TelegramDestination, TelegramDestination> = {
  schema: settingsSchema(
    z.strictObject({
      chatId: z
        .string()
        .regex(/^(-?\d{1,16}|@\w{4,32})$/, "expected the id of a chat, such as '-1001234567890', or '@name'"),
      threadId: z.int().min(1).exactOptional(),
    } satisfies OptionsShape<TelegramDestination>),
  ),
}
