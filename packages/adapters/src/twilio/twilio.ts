import { type ChannelAdapter, type HttpResponse, type Notification, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { answerOf } from '../delivering/answer.js'
import { cleanMessage, viewLink } from '../delivering/message.js'
import { receiptOf, sendTo, type Verdict } from '../delivering/send.js'
import { cutTo } from '../delivering/text.js'
import { destination, optionsSchema, type TwilioDestination, type TwilioOptions } from './options.js'
import { segmentsOf } from './segments.js'

const answerSchema = z.object({
  sid: z.string().optional().catch(undefined),
  code: z.number().optional().catch(undefined),
  message: z.string().catch(''),
})

/** The codes of a number that takes no SMS: it is none, it is no mobile phone, or its owner answered STOP. */
const goneCodes: ReadonlySet<number> = new Set([21_211, 21_610, 21_614])

function judge(response: HttpResponse): Verdict | undefined {
  const answer = answerOf(response, answerSchema)
  if (!answer?.code) return undefined
  return { isGone: goneCodes.has(answer.code), words: answer.message }
}

/** Returns the title, the text and the first link, within so many segments. A text that is cut makes room for the link. */
function smsOf(notification: Notification, maxSegments: number): string {
  const message = cleanMessage(notification)
  const body = [message.title, message.text, ...message.facts.map(({ name, value }) => `${name}: ${value}`)]
  const view = viewLink(message) ?? message.links[0]
  const tail = view ? `\n${view.url}` : ''
  const fits = segmentsOf(tail) <= maxSegments ? tail : ''
  return cutTo(body.filter(Boolean).join('\n'), maxSegments, (text) => segmentsOf(`${text}${fits}`)) + fits
}

/**
 * Makes a channel of SMS by Twilio.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { twilio } from '@telltale/adapters/twilio'
 *
 * const { TWILIO_ACCOUNT_SID: accountSid = '', TWILIO_AUTH_TOKEN: authToken = '' } = process.env
 * const adapter = twilio({ accountSid, authToken, from: '+15551234567' })
 * ```
 */
export function twilio(options: TwilioOptions): ChannelAdapter<TwilioDestination, TwilioDestination> {
  const settings = parseOptions('twilio', optionsSchema, options)
  const { id, accountSid, authToken, apiKey = accountSid, from, maxSegments, baseUrl } = settings
  const url = `${baseUrl.replace(/\/$/, '')}/2010-04-01/Accounts/${accountSid}/Messages.json`
  const authorization = `Basic ${Buffer.from(`${apiKey}:${authToken}`).toString('base64')}`
  const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from }
  return {
    specVersion: 1,
    id,
    secrets: () => [authToken],
    channel: {
      destination,
      label: ({ phone }) => `${phone.slice(0, -4).replace(/\d(?=\d{2})/g, '·')}${phone.slice(-4)}`,
      // A long code of the USA sends one segment a second.
      pace: { gapMs: 1_000 },
      deliver: async ({ notification, destination: { phone } }, context) => {
        const form = { To: phone, ...sender, Body: smsOf(notification, maxSegments) }
        const service = { id, secrets: [authToken], judge }
        const response = await sendTo(service, context, url, { form, headers: { authorization } })
        return receiptOf(answerOf(response, answerSchema)?.sid)
      },
    },
  }
}
