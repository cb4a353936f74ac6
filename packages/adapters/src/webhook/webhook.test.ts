import { type AdapterSamples, adapterCases, type RecordedRequest } from '@telltale/core/testing'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { deliverOnce, sampleNotification } from '../delivering/testing/deliver.js'
import { jsonOf, seen } from '../delivering/testing/read.js'
import { newWebhookSecret, verifyWebhook, webhook } from './index.js'

const [secret, oldSecret] = [newWebhookSecret(), newWebhookSecret()]
const destination = { url: 'https://shop.example/hooks?shop=1', secrets: [secret] }
const at = Date.UTC(2026, 0, 31, 12, 31)

const samples: AdapterSamples = {
  channel: {
    destination,
    wrong: [{}, { ...destination, secrets: [] }, { ...destination, secrets: ['whsec_short'] }],
    answers: {
      accepting: { status: 204 },
      refusing: { status: 302, headers: { location: 'http://127.0.0.1/' }, text: secret },
      busy: { status: 503, text: 'later' },
      limiting: { status: 429, headers: { 'retry-after': '17' } },
      gone: { status: 410 },
    },
    read: (request) => {
      const { title, text, facts, links } = jsonOf(request).data
      return {
        text: seen(title, text, ...facts.map((fact: { value: string }) => fact.value)),
        active: links.map(({ url }: { url: string }) => url),
      }
    },
    messageId: 'delivery-2',
    retryAfterMs: 17_000,
    idOf: ({ headers }) => String(headers['webhook-id']),
  },
}

describe('webhook', () => {
  for (const { name, run } of adapterCases(() => webhook(), samples)) it(name, run)

  it('signs with every secret, as another implementation verifies', async () => {
    const { requests } = await deliverOnce(webhook(), {
      destination: { ...destination, secrets: [secret, oldSecret] },
      answer: () => ({}),
      notification: { id: 'a.b', data: { latencyMs: 604 } },
    })
    const { headers, body } = requests[0] as RecordedRequest
    const given = headers as Record<string, string>
    expect(given['webhook-id']).toBe('a_b')
    for (const each of [secret, oldSecret]) {
      const signature = new Webhook(each).sign('a_b', new Date(at), body)
      expect(given['webhook-signature']?.split(' ')).toContain(signature)
      expect(verifyWebhook({ body, headers }, { secrets: [each], now: at })).toEqual(JSON.parse(body))
    }
    expect(JSON.parse(body)).toMatchObject({
      type: 'alert.started',
      timestamp: '2026-01-31T12:30:00.000Z',
      data: { episodeId: 'episode-1', title: sampleNotification.title, event: { latencyMs: 604 } },
    })
  })
})

describe('verifyWebhook', () => {
  // The test vector of the specification's libraries.
  const vector = {
    body: '{"test": 2432232314}',
    headers: {
      'Webhook-Id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature':
        'v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo= v2,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
  }
  const options = { secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], now: 1_614_265_330_000 }
  const withHeader = (name: string, value: string | undefined) => ({
    ...vector,
    headers: { ...vector.headers, [name]: value },
  })

  it('reads the headers of Node, of the web, and bytes', () => {
    expect(verifyWebhook(vector, options)).toEqual({ test: 2432232314 })
    expect(verifyWebhook({ ...vector, headers: new Headers(vector.headers) }, options)).toBeTruthy()
    expect(verifyWebhook({ ...vector, body: Buffer.from(vector.body) }, options)).toBeTruthy()
  })

  it.each([
    ['another body', { ...vector, body: '{"test":2432232314}' }, options, 'no signature fits'],
    ['another secret', vector, { ...options, secrets: [oldSecret] }, 'no signature fits'],
    ['what is no secret', vector, { ...options, secrets: ['', 'whsec_'] }, 'no signature fits'],
    ['an old one', vector, { ...options, now: options.now + 301_000 }, 'too far from now'],
    ['one of the future', vector, { ...options, now: options.now - 301_000 }, 'too far from now'],
    ['a time that is none', withHeader('webhook-timestamp', 'now'), options, 'too far from now'],
    ['a missing header', withHeader('webhook-signature', undefined), options, 'is missing'],
    ['a short signature', withHeader('webhook-signature', 'v1,g0hM'), options, 'no signature fits'],
  ])('refuses %s', (_, received, given, reason) => {
    expect(() => verifyWebhook(received, given)).toThrow(reason)
  })
})
