import { type AdapterSamples, adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { deliverOnce } from '../delivering/testing/deliver.js'
import { jsonOf, unescapeHtml } from '../delivering/testing/read.js'
import { telegram } from './index.js'

const token = '123456789:AAExampleTokenOfABotThatIsNone00000'
const destination = { chatId: '-1001234567890' }
const ok = { json: { ok: true, result: { message_id: 512 } } }
const failed = (code: number, description: string, parameters?: object) => ({
  status: code,
  json: { ok: false, error_code: code, description, parameters },
})

/** Reads the HTML of the Bot API, which has these two tags here. */
function readHtml(html: string) {
  const active: string[] = []
  const text = html.replace(/<a href="([^"<>]*)">([^<]*)<\/a>|<\/?b>/g, (_, url?: string, label = '') => {
    if (url !== undefined) active.push(unescapeHtml(url))
    return label
  })
  return { text: unescapeHtml(text), active }
}

const samples: AdapterSamples = {
  channel: {
    destination,
    wrong: [{}, { chatId: 'me' }],
    answers: {
      accepting: ok,
      refusing: failed(400, `Bad Request: message text is empty ${token}`),
      busy: { status: 502, text: '<html>' },
      limiting: failed(429, 'Too Many Requests: retry after 17', { retry_after: 17 }),
      gone: failed(403, 'Forbidden: bot was blocked by the user'),
    },
    read: (request) => readHtml(jsonOf(request).text),
    limits: [{ part: (request) => readHtml(jsonOf(request).text).text, max: 4_096 }],
    messageId: '512',
    retryAfterMs: 17_000,
  },
}

describe('telegram', () => {
  const adapter = telegram({ token })
  for (const { name, run } of adapterCases(() => telegram({ token }), samples)) it(name, run)

  it('sends HTML to the chat, without a preview of its links', async () => {
    const { urls, requests } = await deliverOnce(adapter, {
      destination: { ...destination, threadId: 7 },
      answer: () => ok,
    })
    expect(urls).toEqual([`https://api.telegram.org/bot${token}/sendMessage`])
    expect(jsonOf(requests[0] as never)).toEqual({
      chat_id: '-1001234567890',
      message_thread_id: 7,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      text:
        '<b>Shop is down</b>\n\nIt answers with status 503.\nLatency: 604 ms\n\n' +
        '<a href="https://telltale.example/monitors/1">Open</a>',
    })
  })

  it.each([
    ['edits the message of the episode', ok, ['editMessageText'], '77'],
    [
      'takes an edit for done that changes nothing',
      failed(400, 'Bad Request: message is not modified: …'),
      ['editMessageText'],
      '77',
    ],
    [
      'sends a new message where the earlier one is gone',
      failed(400, 'Bad Request: message to edit not found'),
      ['editMessageText', 'sendMessage'],
      '512',
    ],
  ])('%s', async (_, edited, methods, messageId) => {
    const { receipt, requests } = await deliverOnce(adapter, {
      destination,
      answer: ({ path }) => (path.endsWith('/editMessageText') ? edited : ok),
      earlierMessageId: '77',
    })
    expect(requests.map(({ path }) => path.split('/').at(-1))).toEqual(methods)
    expect(jsonOf(requests[0] as never).message_id).toBe(77)
    expect(receipt).toEqual({ messageId })
  })

  it('follows a group that became a supergroup, and says where it is now', async () => {
    const migrated = failed(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -100999,
    })
    const { receipt } = await deliverOnce(adapter, {
      destination: { chatId: '-42' },
      answer: (request) => (jsonOf(request).chat_id === '-42' ? migrated : ok),
    })
    expect(receipt).toEqual({ messageId: '512', movedTo: { chatId: '-100999' } })
  })

  it('refuses what is no token, without showing it', () => {
    expect(() => telegram({ token: 'secret-token' })).toThrow('telegram: token: expected the token of a bot')
    expect(() => telegram({ token: 'secret-token' })).not.toThrow('secret-token')
  })
})
