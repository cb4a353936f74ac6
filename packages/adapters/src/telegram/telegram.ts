import {
  type AdapterContext,
  type ChannelAdapter,
  type ChannelDelivery,
  type DeliveryReceipt,
  defined,
  type HttpResponse,
  parseOptions,
} from '@telltale/core/ports'
import { z } from 'zod'
import { answerOf } from '../delivering/answer.js'
import { receiptOf, type Service, sendTo, type Verdict } from '../delivering/send.js'
import { messageHtml } from './message-html.js'
import { destination, optionsSchema, type TelegramDestination, type TelegramOptions } from './options.js'

const answerSchema = z.object({
  description: z.string().catch(''),
  result: z.object({ message_id: z.int() }).optional().catch(undefined),
  parameters: z
    .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() })
    .catch({}),
})

/** The refusals of an edit: the message is as it should be already, or it cannot be edited any more. */
const unchanged = /message is not modified/
const notEditable = /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/

/**
 * Judges an answer by its `parameters`, which say how long to wait and where a group moved, and by its status: with 403 the
 * bot was shut out. Answers that another request may follow pass for accepted.
 */
function judge(response: HttpResponse): Verdict | undefined {
  const answer = answerOf(response, answerSchema)
  if (!answer) return undefined
  const { description: words, parameters } = answer
  const isFollowed =
    parameters.migrate_to_chat_id !== undefined || unchanged.test(words) || notEditable.test(words)
  return defined({
    words,
    isAccepted: isFollowed || undefined,
    isGone: response.status === 403 || /chat not found/.test(words),
    waitMs: parameters.retry_after === undefined ? undefined : parameters.retry_after * 1_000,
  })
}

/**
 * Makes a channel to chats of a Telegram bot. It edits the message of an episode, and follows a group that became a supergroup.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { telegram } from '@telltale/adapters/telegram'
 *
 * const adapter = telegram({ token: process.env.TELEGRAM_BOT_TOKEN ?? '' })
 * ```
 */
export function telegram(options: TelegramOptions): ChannelAdapter<TelegramDestination, TelegramDestination> {
  const { id, token, baseUrl } = parseOptions('telegram', optionsSchema, options)
  const base = `${baseUrl.replace(/\/$/, '')}/bot${token}`
  const service: Service = { id, secrets: [token], judge }
  const call: Call = async (method, body, context) =>
    answerOf(await sendTo(service, context, `${base}/${method}`, { json: body }), answerSchema)
  return {
    specVersion: 1,
    id,
    secrets: () => [token],
    channel: {
      destination,
      label: ({ chatId, threadId }) => (threadId === undefined ? chatId : `${chatId}, topic ${threadId}`),
      deliver: (delivery, context) => deliver(call, delivery, context),
      // By the bots FAQ: about 30 messages a second over all chats, and one a second to a chat.
      pace: { gapMs: 34, destinationGapMs: 1_000 },
    },
  }
}

/** Calls a method of the Bot API, and reads its answer. */
type Call = (
  method: string,
  body: object,
  context: AdapterContext,
) => Promise<z.output<typeof answerSchema> | undefined>

async function deliver(
  call: Call,
  delivery: ChannelDelivery<TelegramDestination>,
  context: AdapterContext,
): Promise<DeliveryReceipt> {
  const { notification, destination, earlierMessageId } = delivery
  const message = {
    chat_id: destination.chatId,
    text: messageHtml(notification),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  }
  if (earlierMessageId !== undefined && /^\d{1,16}$/.test(earlierMessageId)) {
    const edited = await call(
      'editMessageText',
      { ...message, message_id: Number(earlierMessageId) },
      context,
    )
    if (!notEditable.test(edited?.description ?? '')) return receiptOf(earlierMessageId)
  }
  const sent = { ...message, ...defined({ message_thread_id: destination.threadId }) }
  const answer = await call('sendMessage', sent, context)
  const newId = answer?.parameters.migrate_to_chat_id
  if (newId === undefined) return receiptOf(answer?.result?.message_id)
  const chatId = String(newId)
  const again = await call('sendMessage', { ...sent, chat_id: chatId }, context)
  return { ...receiptOf(again?.result?.message_id), movedTo: { ...destination, chatId } }
}
