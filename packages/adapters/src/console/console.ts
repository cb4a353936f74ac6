import {
  type ChannelAdapter,
  type OptionsShape,
  parseOptions,
  type SettingsDeclaration,
  settingsSchema,
} from '@telltale/core/ports'
import { z } from 'zod'
import { cleanMessage, textWithFacts } from '../delivering/message.js'
import { adapterId } from '../delivering/options.js'

/** Options of the console channel. */
export interface ConsoleOptions {
  /** Writes a notification: one text of several lines. @default to the standard output of the process */
  readonly write?: (text: string) => void
  /** Tells this channel from the host's other adapters. @default 'console' */
  readonly id?: string
}

/** The console: there is but one, so a destination has no members. */
export type ConsoleDestination = Readonly<Record<string, never>>

const optionsSchema = z.strictObject({
  write: z
    .custom<(text: string) => void>((value) => typeof value === 'function', 'expected a function')
    .default(() => (text: string) => void process.stdout.write(`${text}\n`)),
  id: adapterId('console'),
} satisfies OptionsShape<ConsoleOptions>)

const destination: SettingsDeclaration<ConsoleDestination, ConsoleDestination> = {
  schema: settingsSchema(z.strictObject({}) as z.ZodType<ConsoleDestination, ConsoleDestination>),
}

/**
 * Makes a channel that writes notifications to the console, for development and for hosts whose logs are watched.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { console as consoleChannel } from '@telltale/adapters/console'
 *
 * const adapter = consoleChannel()
 * ```
 */
function consoleChannel(
  options: ConsoleOptions = {},
): ChannelAdapter<ConsoleDestination, ConsoleDestination> {
  const { id, write } = parseOptions('console', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    channel: {
      destination,
      isForPeople: false,
      label: () => 'console',
      deliver: async ({ notification }, { signal }) => {
        signal.throwIfAborted()
        const message = cleanMessage(notification)
        const links = message.links.map(({ label, url }) => `${label}: ${url}`)
        const head = `${new Date(notification.at).toISOString()} ${notification.severity}: ${message.title}`
        const lines = [head, ...textWithFacts(message).split('\n'), ...links]
        write(lines.join('\n  '))
        return {}
      },
    },
  }
}

export { consoleChannel as console }
