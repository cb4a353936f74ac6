import {
  type ChannelAdapter,
  type Notification,
  type OptionsShape,
  parseOptions,
  type SettingsDeclaration,
  settingsSchema,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { cleanMessage } from '../delivering/message.js'
import { adapterId } from '../delivering/options.js'
import { sendTo } from '../delivering/send.js'
import { bytesOf, cutTo } from '../delivering/text.js'

/** Options of the Microsoft Teams channel. */
export interface TeamsOptions {
  /** Tells this channel from the host's other adapters. @default 'teams' */
  readonly id?: string
}

/** A workflow of Teams, "When a Teams webhook request is received". */
export interface TeamsDestination {
  /** The URL of the workflow. It is secret: a signature stands in it. */
  readonly workflowUrl: string
}

const optionsSchema = z.strictObject({ id: adapterId('teams') } satisfies OptionsShape<TeamsOptions>)

const destination: SettingsDeclaration<TeamsDestination, TeamsDestination> = {
  schema: settingsSchema(
    z.strictObject({ workflowUrl: urlOption() } satisfies OptionsShape<TeamsDestination>),
  ),
  secretPaths: () => [['workflowUrl']],
}

/** The room for the text and for the facts, in bytes: a message has at most 28 KB, with the card around them. */
const [maxTextBytes, maxFacts] = [8_000, 12]

const colors = { info: 'Accent', warning: 'Warning', critical: 'Attention' } as const

/** A text of a card that has no Markdown: a `TextBlock` would interpret it, a `TextRun` does not. */
const run = (text: string, look: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...look }],
})

/** Makes an adaptive card. */
function cardOf(notification: Notification) {
  const { title, text, facts, links } = cleanMessage(notification)
  const color = notification.kind === 'ended' ? 'Good' : colors[notification.severity]
  const factRuns = facts.slice(0, maxFacts).map(({ name, value }) => run(`${name}: ${value}`))
  const actions = links.slice(0, 5).map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url }))
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      run(title, { size: 'Medium', weight: 'Bolder', color }),
      ...cutTo(text, maxTextBytes, bytesOf)
        .split('\n')
        .filter(Boolean)
        .slice(0, 60)
        .map((line) => run(line)),
      ...factRuns,
    ],
    actions,
  }
}

/**
 * Makes a channel to workflows of Microsoft Teams, which post an adaptive card. Messages cannot be edited.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { teams } from '@telltale/adapters/teams'
 *
 * const adapter = teams()
 * ```
 */
export function teams(options: TeamsOptions = {}): ChannelAdapter<TeamsDestination, TeamsDestination> {
  const { id } = parseOptions('teams', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    channel: {
      destination,
      label: () => 'a workflow of Teams',
      // Four requests a second to a workflow.
      pace: { destinationGapMs: 250 },
      deliver: async ({ notification, destination: { workflowUrl } }, context) => {
        const content = cardOf(notification)
        const contentType = 'application/vnd.microsoft.card.adaptive'
        const json = { type: 'message', attachments: [{ contentType, contentUrl: null, content }] }
        const service = { id, secrets: [workflowUrl, new URL(workflowUrl).searchParams.get('sig') ?? ''] }
        await sendTo(service, context, workflowUrl, { trust: 'untrusted', json })
        return {}
      },
    },
  }
}
