import assert from 'node:assert/strict'
import { DeliveryError } from '../../errors/index.js'
import type { NotificationKind } from '../../ports/index.js'
import { eventually } from '../eventually.js'
import { type Fixture, now } from './channel-fixture.js'
import type { ServiceBehavior } from './channel-service.js'
import {
  forbiddenCharacters,
  halfCharacter,
  hostileLines,
  hostileNotification,
  longNotification,
  plainNotification,
} from './channel-texts.js'
import { aborted, deepFreeze } from './context.js'

const kinds: readonly NotificationKind[] = [
  'started',
  'changed',
  'ended',
  'reminder',
  'summary',
  'verification',
  'test',
]

/** A promise of channels, and the behaviour of the service that shows whether it is kept. */
export interface Proof {
  readonly behavior: ServiceBehavior
  /** `true` for a proof that needs ids of deliveries. @default false */
  readonly needsIds?: boolean
  readonly prove: (fixture: Fixture) => Promise<void>
}

/** The promises that need a service. */
export const channelProofs: Record<string, Proof> = {
  'delivers, with the receipt of the service': {
    behavior: 'accepting',
    prove: async ({ deliver, server, sample }) => {
      const receipt = await deliver(deepFreeze({ ...plainNotification }))
      if (sample.messageId instanceof RegExp) assert.match(receipt.messageId ?? '', sample.messageId)
      else assert.equal(receipt.messageId, sample.messageId)
      assert.equal(server.requests.length, 1)
    },
  },
  'shows the title, the text, the facts and the links': {
    behavior: 'accepting',
    prove: async ({ sent, sample }) => {
      const facts = [{ name: 'Latency', value: '604 ms' }]
      const links = [{ effect: 'view', label: 'Open', url: 'https://shop.example/a' }] as const
      const request = await sent({ ...plainNotification, facts, links })
      const { text, active } = await sample.read(request)
      for (const part of ['Shop is down', 'status 503', '604 ms'])
        assert.ok(text.includes(part), `it does not show ${part}, but ${text}`)
      const seen = [text, ...active].join('\n')
      assert.ok(seen.includes('https://shop.example/a'), 'it does not show where the link leads')
    },
  },
  'delivers every kind': {
    behavior: 'accepting',
    prove: async ({ deliver, server }) => {
      for (const kind of kinds) await deliver({ ...plainNotification, id: `delivery-${kind}`, kind })
      assert.equal(server.requests.length, kinds.length)
    },
  },
  'delivers texts as texts, whatever stands in them': {
    behavior: 'accepting',
    prove: async ({ sent, sample }) => {
      const own = new Set(hostileNotification.links?.map(({ url }) => url))
      for (const line of [...hostileLines, hostileNotification.text]) {
        const request = await sent(deepFreeze({ ...hostileNotification, text: line }))
        const { text, active } = await sample.read(request)
        if (hostileLines.includes(line))
          assert.ok(text.includes(line), `it does not show ${line}, but ${text}`)
        assert.doesNotMatch(text, forbiddenCharacters)
        assert.doesNotMatch(text, halfCharacter, 'it shows half a character')
        const strange = active.filter((each) => !own.has(each))
        assert.deepEqual(strange, [], 'a text became a link or a mention')
        for (const [name, value] of Object.entries(request.headers)) {
          assert.doesNotMatch(name, /^(bcc|x-injected)$/i, 'a text became a header')
          assert.doesNotMatch(String(value), /[\r\n]/, 'a header has more than a line')
        }
      }
    },
  },
  'cuts texts to what the service takes, between characters': {
    behavior: 'accepting',
    prove: async ({ sent, sample }) => {
      for (const shift of [0, 1, 2, 3, 4, 5]) {
        const request = await sent(longNotification(shift))
        const { text } = await sample.read(request)
        assert.doesNotMatch(text, halfCharacter, 'a character is cut in two')
        assert.ok(!text.includes('\uFFFD'), 'a cut character is shown as a broken one')
        for (const { part, max, unit } of sample.limits ?? []) {
          const length = unit === 'bytes' ? Buffer.byteLength(part(request)) : part(request).length
          assert.ok(
            length <= max,
            `a part has ${length} ${unit ?? 'characters'}, and the service takes ${max}`,
          )
        }
      }
    },
  },
  'carries the same id on every attempt, and another one for another delivery': {
    behavior: 'accepting',
    needsIds: true,
    prove: async ({ deliver, server, sample }) => {
      for (const attempt of [1, 2]) await deliver(plainNotification, { attempt })
      await deliver({ ...plainNotification, id: 'delivery-3', episodeId: 'episode-3' })
      const [first, again, other] = server.requests.map((request) => sample.idOf?.(request))
      assert.ok(first, 'it carries no id')
      assert.equal(again, first)
      assert.notEqual(other, first)
    },
  },
  'rejects what the service refuses for good': {
    behavior: 'refusing',
    prove: async ({ refusal }) => {
      const error = await refusal()
      assert.ok(error instanceof DeliveryError, `it is no DeliveryError, but ${error}`)
      assert.deepEqual([error.retryable, error.isDestinationGone], [false, false])
    },
  },
  'rejects what the service refuses for now, as retryable': {
    behavior: 'busy',
    prove: async ({ refusal }) => {
      const error = await refusal()
      assert.ok(error instanceof DeliveryError, `it is no DeliveryError, but ${error}`)
      assert.deepEqual([error.retryable, error.isDestinationGone], [true, false])
    },
  },
  'says when a service that was sent too much takes more': {
    behavior: 'limiting',
    prove: async ({ refusal, sample: { retryAfterMs } }) => {
      const error = await refusal()
      assert.ok(error instanceof DeliveryError, `it is no DeliveryError, but ${error}`)
      assert.equal(error.retryable, true)
      assert.equal(error.retryAt, retryAfterMs === undefined ? undefined : now + retryAfterMs)
    },
  },
  'says when the destination is gone': {
    behavior: 'gone',
    prove: async ({ refusal }) => {
      const error = await refusal()
      assert.ok(error instanceof DeliveryError, `it is no DeliveryError, but ${error}`)
      assert.deepEqual([error.retryable, error.isDestinationGone], [false, true])
    },
  },
  'rejects in time when the service is silent': {
    behavior: 'silent',
    prove: async ({ refusal }) => {
      const error = await refusal()
      assert.deepEqual([error.code, error.retryable], ['TIMEOUT', true])
    },
  },
  'rejects as retryable when the connection breaks': {
    behavior: 'cutting',
    prove: async ({ refusal }) => {
      const error = await refusal()
      assert.equal(error.retryable, true, `it is not retryable: ${error}`)
      assert.notEqual(error.code, 'TIMEOUT')
    },
  },
  'rejects with ABORTED before it begins when its signal has fired': {
    behavior: 'accepting',
    prove: async ({ deliver, server }) => {
      const signal = AbortSignal.abort(aborted())
      await assert.rejects(deliver(plainNotification, { signal }), { code: 'ABORTED' })
      assert.equal(server.requests.length, 0, 'it delivered although the signal had fired')
    },
  },
  'rejects with ABORTED when its signal fires meanwhile': {
    behavior: 'silent',
    prove: async ({ deliver, server }) => {
      const controller = new AbortController()
      const delivering = assert.rejects(deliver(plainNotification, { signal: controller.signal }), {
        code: 'ABORTED',
      })
      await eventually(() => server.requests.length > 0, 'it sent nothing')
      controller.abort(aborted())
      await delivering
    },
  },
}
