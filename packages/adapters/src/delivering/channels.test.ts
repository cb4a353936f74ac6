import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Adapter } from '@telltale/core/ports'
import { adapterCases, type ChannelSample, type RecordedRequest } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { alertmanager } from '../alertmanager/index.js'
import { apprise } from '../apprise/index.js'
import { discord } from '../discord/index.js'
import { fcm } from '../fcm/index.js'
import { gotify } from '../gotify/index.js'
import { ntfy } from '../ntfy/index.js'
import { opsgenie } from '../opsgenie/index.js'
import { pagerduty } from '../pagerduty/index.js'
import { pushover } from '../pushover/index.js'
import { slack } from '../slack/index.js'
import { teams } from '../teams/index.js'
import { twilio } from '../twilio/index.js'
import { webpush } from '../webpush/index.js'
import { decryptPush } from './testing/decrypt-push.js'
import { jsonOf, seen, unescapeSlack } from './testing/read.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
const credentials = {
  clientEmail: 'telltale@shop.iam.gserviceaccount.com',
  privateKey: rsa.export({ type: 'pkcs8', format: 'pem' }).toString(),
}
const vapid = createECDH('prime256v1')
vapid.generateKeys()
const browser = createECDH('prime256v1')
browser.generateKeys()
const browserAuth = randomBytes(16)

const busy = { status: 503, text: '<html>later' }
const limiting = { status: 429, json: { message: 'slow down' }, headers: { 'retry-after': '17' } }
const refusing = { status: 400, json: { message: 'no such thing' } }
const form = ({ body }: RecordedRequest) => Object.fromEntries(new URLSearchParams(body))
const urlsOf = (links: readonly { url?: string; href?: string }[]) =>
  links.map(({ url, href }) => url ?? href ?? '')
const hook = 'https://hooks.service.example/services/T000/B000/secret-of-the-hook'

/** Undoes the escapes of Discord. Throws where a sign of Markdown is not escaped. */
function readMarkdown(markdown: string): string {
  const outside = markdown.replace(/\\[^A-Za-z0-9\s]/g, '').replace(/https?:\/\/[^\s<>]+/g, '')
  const strange = outside.match(/[*_~`|<>#[\]@]/)
  if (strange) throw new Error(`${strange[0]} is not escaped in ${markdown}`)
  return markdown.replace(/\\([^A-Za-z0-9\s])/g, '$1')
}

type Row = readonly [name: string, open: () => Adapter, sample: ChannelSample]

const rows: readonly Row[] = [
  [
    'slack by a webhook',
    () => slack(),
    {
      destination: { webhookUrl: hook },
      wrong: [{}, { channel: 'C012AB3CD' }],
      answers: {
        accepting: { text: 'ok' },
        refusing: { status: 400, text: `invalid_payload ${hook}` },
        busy,
        limiting,
        gone: { status: 404, text: 'no_service' },
      },
      read: (request) => readSlack(jsonOf(request)),
      limits: [{ part: (request) => jsonOf(request).attachments[0].blocks[1].text.text, max: 3_000 }],
      retryAfterMs: 17_000,
    },
  ],
  [
    'slack by a bot',
    () => slack({ token: 'xoxb-secret-of-the-bot' }),
    {
      destination: { channel: 'C012AB3CD' },
      wrong: [{}, { channel: '#general' }],
      answers: {
        accepting: { json: { ok: true, channel: 'C012AB3CD', ts: '1.2' } },
        refusing: { json: { ok: false, error: 'invalid_auth xoxb-secret-of-the-bot' } },
        busy: { json: { ok: false, error: 'internal_error' } },
        limiting: {
          status: 429,
          json: { ok: false, error: 'ratelimited' },
          headers: { 'retry-after': '17' },
        },
        gone: { json: { ok: false, error: 'is_archived' } },
      },
      read: (request) => readSlack(jsonOf(request)),
      messageId: 'C012AB3CD:1.2',
      retryAfterMs: 17_000,
    },
  ],
  [
    'discord',
    () => discord(),
    {
      destination: { webhookUrl: hook },
      wrong: [{}],
      answers: {
        accepting: { json: { id: '123' } },
        refusing: { status: 400, json: { code: 50_035, message: `Invalid Form Body ${hook}` } },
        busy,
        limiting: { status: 429, json: { message: 'limited', retry_after: 0.65 } },
        gone: { status: 404, json: { code: 10_015, message: 'Unknown Webhook' } },
      },
      read: (request) => {
        const { embeds, content, allowed_mentions } = jsonOf(request)
        const [{ title, description }] = embeds
        const active: string[] = allowed_mentions.parse.concat(content ?? [])
        const own = description.replace(
          /(?<!\\)\[((?:[^[\]\\\n]|\\.)*)\]\(<([^<>]*)>\)/g,
          (_: string, label: string, url: string) => {
            active.push(url)
            return label
          },
        )
        return { text: seen(readMarkdown(title), readMarkdown(own)), active }
      },
      limits: [
        { part: (request) => jsonOf(request).embeds[0].title, max: 256 },
        { part: (request) => jsonOf(request).embeds[0].description, max: 4_096 },
      ],
      messageId: '123',
      retryAfterMs: 650,
    },
  ],
  [
    'teams',
    () => teams(),
    {
      destination: { workflowUrl: `${hook}?sig=secret-signature` },
      answers: { accepting: { status: 202 }, refusing, busy, limiting, gone: { status: 410 } },
      read: (request) => {
        const { body, actions } = jsonOf(request).attachments[0].content
        const runs = body.map(({ inlines }: { inlines: { text: string }[] }) => inlines[0]?.text)
        return { text: seen(...runs), active: urlsOf(actions) }
      },
      limits: [{ part: ({ body }) => body, max: 28_000, unit: 'bytes' }],
      retryAfterMs: 17_000,
    },
  ],
  [
    'ntfy',
    () => ntfy({ token: 'tk_secret-of-the-server' }),
    {
      destination: { topic: 'secret-topic' },
      wrong: [{}, { topic: 'a/b' }],
      answers: {
        accepting: { json: { id: 'abc' } },
        refusing: { status: 403, json: { error: 'forbidden secret-topic' } },
        busy,
        limiting,
      },
      read: (request) => {
        const { title, message, actions, click, markdown } = jsonOf(request)
        return {
          text: seen(title, message),
          active: [...urlsOf(actions), ...(click ? [click] : []), ...(markdown ? ['markdown'] : [])],
        }
      },
      limits: [{ part: (request) => jsonOf(request).message, max: 4_096, unit: 'bytes' }],
      messageId: 'abc',
      retryAfterMs: 17_000,
    },
  ],
  [
    'pushover',
    () => pushover({ token: 'secret-token-of-the-app' }),
    {
      destination: { userKey: 'uQiRzpo4DXghDmr9QzzfQu27cmVRsG' },
      wrong: [{}, { userKey: 'short' }],
      answers: {
        accepting: { json: { status: 1, request: 'r1' } },
        refusing: {
          status: 400,
          json: { errors: ['application token is invalid: secret-token-of-the-app'] },
        },
        busy,
        limiting,
        gone: { status: 400, json: { user: 'invalid', errors: ['user identifier is not a valid user'] } },
      },
      read: (request) => {
        const { title, message, url, html } = form(request)
        return { text: seen(title, message), active: [url, html].filter((each) => each !== undefined) }
      },
      limits: [
        { part: (request) => form(request).message ?? '', max: 1_024 },
        { part: (request) => form(request).title ?? '', max: 250 },
        { part: (request) => form(request).url_title ?? '', max: 100 },
      ],
      messageId: 'r1',
      retryAfterMs: 17_000,
    },
  ],
  [
    'gotify',
    () => gotify({ baseUrl: 'https://gotify.shop.example' }),
    {
      destination: { token: 'secret-token-of-the-app' },
      wrong: [{}],
      answers: {
        accepting: { json: { id: 7 } },
        refusing: { status: 401, json: { error: 'Unauthorized' } },
        busy,
        limiting,
      },
      read: (request) => {
        const { title, message, extras } = jsonOf(request)
        const click = extras['client::notification']?.click.url
        const isPlain = extras['client::display'].contentType === 'text/plain'
        return {
          text: seen(title, message),
          active: [click, isPlain ? undefined : 'markdown'].filter((each) => each !== undefined),
        }
      },
      messageId: '7',
      retryAfterMs: 17_000,
    },
  ],
  [
    'twilio',
    () =>
      twilio({
        accountSid: `AC${'0'.repeat(32)}`,
        authToken: 'secret-token-of-the-account',
        from: '+15005550006',
        maxSegments: 10,
      }),
    {
      destination: { phone: '+15558675310' },
      wrong: [{}, { phone: '5558675310' }],
      answers: {
        accepting: { status: 201, json: { sid: 'SM1' } },
        refusing: {
          status: 401,
          json: { code: 20_003, message: 'Authentication secret-token-of-the-account' },
        },
        busy,
        limiting: { status: 429, json: { code: 20_429, message: 'Too many requests' } },
        gone: { status: 400, json: { code: 21_610, message: 'The recipient sent STOP' } },
      },
      read: (request) => ({ text: form(request).Body ?? '', active: [] }),
      limits: [{ part: (request) => form(request).Body ?? '', max: 670 }],
      messageId: 'SM1',
    },
  ],
  [
    'fcm',
    () => fcm({ projectId: 'shop-12345', credentials }),
    {
      destination: { token: 'secret-token-of-the-device' },
      wrong: [{}],
      preparation: ({ path }) =>
        path === '/token' ? { json: { access_token: 'secret-access', expires_in: 3_600 } } : undefined,
      answers: {
        accepting: { json: { name: 'projects/shop-12345/messages/1' } },
        refusing: { status: 403, json: { error: { message: 'secret-token-of-the-device', details: [] } } },
        busy,
        limiting,
        gone: { status: 404, json: { error: { message: 'gone', details: [{ errorCode: 'UNREGISTERED' }] } } },
      },
      read: (request) => {
        const { notification, data } = jsonOf(request).message
        return { text: seen(notification.title, notification.body), active: [data.url].filter(Boolean) }
      },
      limits: [
        {
          part: (request) => JSON.stringify(jsonOf(request).message.notification),
          max: 4_000,
          unit: 'bytes',
        },
      ],
      messageId: 'projects/shop-12345/messages/1',
      retryAfterMs: 17_000,
      idOf: (request) => jsonOf(request).message.android.notification.tag,
    },
  ],
  [
    'webpush',
    () =>
      webpush({
        subject: 'mailto:ops@shop.example',
        publicKey: vapid.getPublicKey('base64url'),
        privateKey: vapid.getPrivateKey('base64url'),
      }),
    {
      destination: {
        endpoint: hook,
        keys: { p256dh: browser.getPublicKey('base64url'), auth: browserAuth.toString('base64url') },
      },
      wrong: [{}, { endpoint: hook, keys: { p256dh: 'x', auth: 'y' } }],
      answers: {
        accepting: { status: 201, headers: { location: 'https://push.example/m/1' } },
        refusing,
        busy,
        limiting,
        gone: { status: 404 },
      },
      read: (request) => {
        const { title, body, url } = JSON.parse(decryptPush(request, browser, browserAuth))
        return { text: seen(title, body), active: [url].filter(Boolean) }
      },
      messageId: '1',
      retryAfterMs: 17_000,
      idOf: ({ headers }) => String(headers.topic),
    },
  ],
  [
    'pagerduty',
    () => pagerduty(),
    {
      destination: { routingKey: `${'a'.repeat(28)}b123` },
      wrong: [{}, { routingKey: 'short' }],
      answers: { accepting: { status: 202, json: { dedup_key: 'episode-2' } }, refusing, busy, limiting },
      read: (request) => {
        const { payload, links } = jsonOf(request)
        return { text: seen(payload.summary, payload.custom_details.text), active: urlsOf(links) }
      },
      limits: [{ part: (request) => jsonOf(request).payload.summary, max: 1_024 }],
      messageId: 'episode-2',
      retryAfterMs: 17_000,
      idOf: (request) => jsonOf(request).dedup_key,
    },
  ],
  [
    'opsgenie',
    () => opsgenie(),
    {
      destination: { apiKey: 'secret-key-of-the-team' },
      wrong: [{}],
      answers: {
        accepting: { status: 202, json: { requestId: 'q1' } },
        refusing: { status: 422, json: { message: 'Key format is not valid! secret-key-of-the-team' } },
        busy,
        limiting,
      },
      read: (request) => {
        const { message, description, note } = jsonOf(request)
        return { text: seen(message, description, note), active: [] }
      },
      limits: [
        { part: (request) => jsonOf(request).message, max: 130 },
        { part: (request) => jsonOf(request).description, max: 15_000 },
      ],
      messageId: 'q1',
      retryAfterMs: 17_000,
      idOf: (request) => jsonOf(request).alias,
    },
  ],
  [
    'alertmanager',
    () => alertmanager({ baseUrl: 'http://alertmanager.internal:9093', token: 'secret-token' }),
    {
      destination: { labels: { team: 'shop' } },
      wrong: [{ labels: { 'a-b': 'c' } }],
      answers: {
        accepting: { text: '' },
        refusing: { status: 400, json: { message: 'no secret-token' } },
        busy,
        limiting,
      },
      read: (request) => {
        const [{ annotations, generatorURL }] = jsonOf(request)
        return {
          text: seen(annotations.summary, annotations.description),
          active: [generatorURL].filter(Boolean),
        }
      },
      messageId: 'episode-2',
      retryAfterMs: 17_000,
      idOf: (request) => JSON.stringify(jsonOf(request)[0].labels),
    },
  ],
  [
    'apprise',
    () => apprise({ baseUrl: 'http://apprise.internal:8000' }),
    {
      destination: { key: 'secret-key' },
      wrong: [{}, { key: 'a/b' }],
      answers: { accepting: { json: {} }, refusing, busy: { status: 424 }, limiting, gone: { status: 204 } },
      read: (request) => {
        const { title, body, format } = jsonOf(request)
        return { text: seen(title, body), active: format === 'text' ? [] : [format] }
      },
      retryAfterMs: 17_000,
    },
  ],
]

interface SlackBody {
  readonly text: string
  readonly attachments: readonly {
    readonly blocks: readonly {
      readonly text?: { readonly type: string; readonly text: string }
      readonly elements?: readonly { readonly url: string; readonly text: { readonly text: string } }[]
    }[]
  }[]
}

/** Reads a message of Slack: `mrkdwn` would be active, `plain_text` is not. */
function readSlack({ text, attachments }: SlackBody) {
  const blocks = attachments.flatMap((each) => each.blocks)
  const buttons = blocks.flatMap(({ elements = [] }) => elements)
  const formatted = blocks
    .filter((block) => block.text?.type === 'mrkdwn')
    .map((block) => block.text?.text ?? '')
  const texts = blocks.map((block) => block.text?.text)
  return {
    text: seen(unescapeSlack(text), ...texts, ...buttons.map((button) => button.text.text)),
    active: [...urlsOf(buttons), ...formatted],
  }
}

describe.each(rows)('%s', (_, open, sample) => {
  for (const { name, run } of adapterCases(open, { channel: sample })) it(name, run)
})
