import { describe, expect, it } from 'vitest'
import { AdapterError, DeliveryError, TelltaleError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { Adapter, AdapterContext, Channel, ChannelDelivery, HttpResponse } from '../../ports/index.js'
import { type AdapterSamples, adapterCases, type RecordedRequest } from './index.js'

const token = 'secret-of-the-service'
const hook = 'secret-of-the-destination'

interface Sent {
  readonly id?: string
  readonly title: string
  readonly text: string
  readonly facts: string
  readonly links: readonly string[]
}

/** The parts in which a channel of the test can be wrong. */
interface Faults {
  readonly clean?: (text: string) => string
  readonly id?: (delivery: ChannelDelivery) => string | undefined
  readonly refuse?: (response: HttpResponse, context: AdapterContext) => Error
  readonly rethrow?: (error: unknown) => never
  readonly signal?: (context: AdapterContext) => AbortSignal
  readonly messageId?: string
  readonly links?: readonly string[]
  readonly channel?: Partial<Channel>
}

const clean = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\p{Surrogate}/gu, '?')
    .replace(/^(.{0,1000}).*$/su, '$1')

const refusal = ({ status, headers }: HttpResponse, { clock }: AdapterContext): DeliveryError => {
  const seconds = headers['retry-after']
  return new DeliveryError(`refused with status ${status}`, {
    retryable: status === 429 || status >= 500,
    isDestinationGone: status === 410,
    ...defined({ retryAt: seconds === undefined ? undefined : clock.now() + Number(seconds) * 1_000 }),
  })
}

const schema: Channel['destination']['schema'] = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      Object.keys(value as object).join() === 'hook'
        ? { value }
        : { issues: [{ message: 'expected a hook' }] },
  },
}

function channelOf(faults: Faults): Adapter {
  const { clean: cleaned = clean, id = ({ notification }) => notification.id, refuse = refusal } = faults
  const deliver: Channel['deliver'] = async (delivery, context) => {
    const { title, text, facts = [], links = [] } = delivery.notification
    const json = {
      id: id(delivery),
      title: cleaned(title),
      text: cleaned(text),
      facts: cleaned(facts.map(({ name, value }) => `${name}: ${value}`).join('\n')),
      links: faults.links ?? links.map(({ url }) => url),
    }
    const response = await context.http
      .request('https://service.example/send', {
        json,
        signal: (faults.signal ?? (({ signal }) => signal))(context),
      })
      .catch(faults.rethrow)
    if (response.status !== 200) throw refuse(response, context)
    return { messageId: faults.messageId ?? 'message-1' }
  }
  const right: Channel = {
    destination: { schema, secretPaths: () => [['hook']] },
    label: () => 'a hook',
    deliver,
  }
  return { specVersion: 1, id: 'test', secrets: () => [token], channel: { ...right, ...faults.channel } }
}

const read = ({ body }: RecordedRequest): Sent => JSON.parse(body)
const samples: AdapterSamples = {
  channel: {
    destination: { hook },
    wrong: [{}],
    answers: {
      accepting: { json: {} },
      refusing: { status: 400, text: `no ${token} ${hook}` },
      busy: { status: 503 },
      limiting: { status: 429, headers: { 'retry-after': '17' } },
      gone: { status: 410 },
    },
    read: (request) => {
      const { title, text, facts, links } = read(request)
      return { text: [title, text, facts].join('\n'), active: links }
    },
    limits: [{ part: (request) => read(request).text, max: 2_000 }],
    messageId: 'message-1',
    retryAfterMs: 17_000,
    idOf: (request) => read(request).id,
  },
}

const refusing = (options: object): Faults => ({
  refuse: (response, context) => Object.assign(refusal(response, context), options),
})
const inert = 'delivers texts as texts, whatever stands in them'
const cuts = 'cuts texts to what the service takes, between characters'
const ids = 'carries the same id on every attempt, and another one for another delivery'

const faults: Record<string, [faults: Faults, breaks: string]> = {
  'gives a receipt of its own': [{ messageId: 'mine' }, 'delivers, with the receipt of the service'],
  'leaves the links out': [{ links: [] }, 'shows the title, the text, the facts and the links'],
  'adds a link': [{ links: ['https://evil.example/'] }, inert],
  'lets control characters through': [{ clean: (text) => text.slice(0, 999) }, inert],
  'interprets HTML': [{ clean: (text) => clean(text).replace(/<[^>]*>/g, '') }, inert],
  'sends more than the service takes': [
    { clean: (text) => text.replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu, ' ') },
    cuts,
  ],
  'cuts emoji in two': [{ clean: (text) => clean(text).slice(0, 100) }, cuts],
  'carries another id on a second attempt': [{ id: ({ attempt }) => `id-${attempt}` }, ids],
  'carries the same id always': [{ id: () => 'id' }, ids],
  'carries no id': [{ id: () => undefined }, ids],
  'takes a refusal for good for one for now': [
    refusing({ retryable: true }),
    'rejects what the service refuses for good',
  ],
  'takes a refusal for now for one for good': [
    refusing({ retryable: false }),
    'rejects what the service refuses for now, as retryable',
  ],
  'does not read how long to wait': [
    refusing({ retryAt: undefined }),
    'says when a service that was sent too much takes more',
  ],
  'does not see that a destination is gone': [
    refusing({ isDestinationGone: false }),
    'says when the destination is gone',
  ],
  'shows a secret in an error': [
    { refuse: ({ text }) => new DeliveryError(`refused: ${text}`) },
    'rejects what the service refuses for good',
  ],
  'shows a secret in the cause of an error': [
    { refuse: () => new DeliveryError('refused', { cause: new Error(`no ${hook}`) }) },
    'rejects what the service refuses for good',
  ],
  'rejects with an error of another kind': [
    { refuse: () => new Error('refused') },
    'rejects what the service refuses for good',
  ],
  'takes silence for a refusal': [
    {
      rethrow: (cause) => {
        throw new DeliveryError('refused', { cause })
      },
    },
    'rejects in time when the service is silent',
  ],
  'takes a broken connection for a refusal for good': [
    {
      rethrow: (cause) => {
        throw new AdapterError('broken', { cause })
      },
    },
    'rejects as retryable when the connection breaks',
  ],
  'delivers though it was called off': [
    { signal: () => new AbortController().signal },
    'rejects with ABORTED before it begins when its signal has fired',
  ],
  'waits on though it is called off': [
    {
      signal: ({ signal }) => {
        signal.throwIfAborted()
        return new AbortController().signal
      },
    },
    'rejects with ABORTED when its signal fires meanwhile',
  ],
  'names a destination by its secret': [
    { channel: { label: () => hook } },
    'names a destination without its secrets',
  ],
  'takes any destination': [
    {
      channel: {
        destination: {
          schema: { '~standard': { ...schema['~standard'], validate: (value) => ({ value }) } },
        },
      },
    },
    'refuses a destination that is none',
  ],
  'has no such kind': [
    {
      channel: {
        deliver: async ({ notification }) => {
          throw new TelltaleError(notification.kind, { code: 'INTERNAL', status: 500 })
        },
      },
    },
    'delivers every kind',
  ],
}

describe('the cases of channels', () => {
  for (const { name, run } of adapterCases(() => channelOf({}), samples))
    it(`hold for a right one: ${name}`, run)

  it.each(Object.entries(faults))('notice one that %s', async (_, [part, breaks]) => {
    const broken = adapterCases(() => channelOf(part), samples)
    const found = broken.find(({ name }) => name === `channel: ${breaks}`)
    await expect(found?.run()).rejects.toBeInstanceOf(Error)
  })
})
