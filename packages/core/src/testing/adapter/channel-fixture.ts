import assert from 'node:assert/strict'
import { TelltaleError } from '../../errors/index.js'
import type { Adapter, AdapterContext, Channel, DeliveryReceipt, Notification } from '../../ports/index.js'
import { systemClock } from '../../time/index.js'
import type { ChannelAnswers, ChannelServer, OtherService, RoutedClients } from './channel-service.js'
import { hostileNotification } from './channel-texts.js'
import { caseContext, deepFreeze } from './context.js'
import type { RecordedAnswer, RecordedRequest } from './recorded-api.js'

/** A message as a person, or a program, gets it from a delivery. */
export interface ShownMessage {
  /** All texts that are seen, as they are seen: with what the service makes of markup. */
  readonly text: string
  /** The addresses that links lead to, and the mentions that call people, where the service makes such of a text. */
  readonly active: readonly string[]
}

/** A limit of a service on a part of a delivery. */
export interface ChannelLimit {
  /** Returns the part, as the service counts it. */
  readonly part: (request: RecordedRequest) => string
  /** The maximum length of it. */
  readonly max: number
  /** The unit of the maximum: UTF-16 code units, or bytes of UTF-8. @default 'characters' */
  readonly unit?: 'characters' | 'bytes'
}

/** Samples for the cases of a channel. */
export interface ChannelSample {
  /** A destination as an owner writes it. */
  readonly destination: object
  /** Destinations that the schema refuses, besides an empty one and one with an unknown member. @default [] */
  readonly wrong?: readonly object[]
  /** The answers of the service, where it speaks HTTP; the cases start it. Either this or `service` is there. */
  readonly answers?: ChannelAnswers
  /** Answers requests that are no deliveries, such as for an access token. @default there are none */
  readonly preparation?: (request: RecordedRequest) => RecordedAnswer | undefined
  /** The service, where it speaks another protocol. @default `answers` over HTTP */
  readonly service?: OtherService
  /** Reads what a delivery shows. Throws when its markup is broken. */
  readonly read: (request: RecordedRequest) => ShownMessage | Promise<ShownMessage>
  /** The limits of the service. @default [] */
  readonly limits?: readonly ChannelLimit[]
  /** The id of the message in the answer `accepting`, or its form. @default it gives none */
  readonly messageId?: string | RegExp
  /** The time to wait that the answer `limiting` names, in milliseconds. @default it names none */
  readonly retryAfterMs?: number
  /** Returns the id by which the receiver recognizes a repetition. @default it has no such id */
  readonly idOf?: (request: RecordedRequest) => string | undefined
}

/** The time of the context's clock. */
export const now = Date.UTC(2026, 0, 31, 12, 31)

/** A channel under test, with the service that it delivers to. */
export interface Fixture {
  readonly channel: Channel
  readonly server: ChannelServer
  readonly sample: ChannelSample
  /** The secrets of the adapter and of the destination. */
  readonly secrets: readonly string[]
  deliver(
    notification: Notification,
    options?: { attempt?: number; signal?: AbortSignal },
  ): Promise<DeliveryReceipt>
  /** Delivers once and returns the one request that it made. */
  sent(notification: Notification): Promise<RecordedRequest>
  /** Delivers what has to be refused, and returns the error. */
  refusal(): Promise<TelltaleError>
}

/** Checks that no error, nor a cause of it, has one of the secrets. */
function assertNoSecret(error: unknown, secrets: readonly string[]): void {
  for (let each = error; each instanceof Error; each = each.cause)
    for (const secret of secrets)
      assert.ok(
        !`${each.message}\n${each.stack}`.includes(secret),
        `the error shows a secret: ${each.message}`,
      )
}

/** Returns the secret texts of a destination. */
export function destinationSecrets(
  { destination: { secretPaths } }: Channel,
  given: object,
): readonly string[] {
  return (secretPaths?.(given) ?? []).map((path) => {
    const at = (value: unknown, part: string | number) => (value as Record<string | number, unknown>)[part]
    const secret = path.reduce<unknown>(at, given)
    assert.equal(typeof secret, 'string', `no text stands at ${path.join('.')}`)
    return secret as string
  })
}

/** Returns a destination as the schema gives it. */
export async function checkedDestination(
  { destination: { schema } }: Channel,
  given: object,
): Promise<unknown> {
  const result = await schema['~standard'].validate(given)
  assert.ok(!result.issues, `the destination is refused: ${JSON.stringify(result.issues)}`)
  return result.value
}

interface Parts {
  readonly adapter: Adapter
  readonly channel: Channel
  readonly server: ChannelServer
  readonly clients: RoutedClients
  readonly sample: ChannelSample
}

/** Puts a channel under test together. */
export async function fixtureOf({ adapter, channel, server, clients, sample }: Parts): Promise<Fixture> {
  const destination = await checkedDestination(channel, deepFreeze({ ...sample.destination }))
  const secrets = [...(adapter.secrets?.() ?? []), ...destinationSecrets(channel, sample.destination)]
  const contextOf = (signal?: AbortSignal): AdapterContext => ({
    ...caseContext(clients.http, signal),
    network: clients.network,
    clock: { ...systemClock, now: () => now },
  })
  const deliver: Fixture['deliver'] = async (notification, { attempt = 1, signal } = {}) =>
    channel.deliver({ notification, destination, attempt }, contextOf(signal))
  return {
    channel,
    server,
    sample,
    secrets,
    deliver,
    sent: async (notification) => {
      const before = server.requests.length
      await deliver(notification)
      assert.equal(server.requests.length, before + 1, 'it did not make one request of one delivery')
      return server.requests[before] as RecordedRequest
    },
    refusal: async () => {
      const error = await deliver(hostileNotification).then(
        () => assert.fail('it resolved although nothing was delivered'),
        (rejection: unknown) => rejection,
      )
      assert.ok(TelltaleError.is(error), `it rejected with ${String(error)}`)
      assert.match(error.message, /\S/)
      assertNoSecret(error, secrets)
      return error
    },
  }
}
