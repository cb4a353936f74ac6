import type {
  AdapterContext,
  ChannelAdapter,
  DeliveryReceipt,
  Http,
  Notification,
} from '@telltale/core/ports'
import { type RecordedAnswer, type RecordedRequest, recordedApi, testClock } from '@telltale/core/testing'

/** A notification as an engine makes it. */
export const sampleNotification: Notification = {
  id: 'delivery-1',
  episodeId: 'episode-1',
  kind: 'started',
  severity: 'critical',
  at: Date.UTC(2026, 0, 31, 12, 30),
  title: 'Shop is down',
  text: 'It answers with status 503.',
  facts: [{ name: 'Latency', value: '604 ms' }],
  links: [{ effect: 'view', label: 'Open', url: 'https://telltale.example/monitors/1' }],
}

/** The delivery that {@link deliverOnce} makes. */
export interface SampleDelivery<Destination> {
  readonly destination: Destination
  /** Answers the requests of the channel. */
  readonly answer: (request: RecordedRequest) => RecordedAnswer | undefined
  /** Members of the notification that differ from the sample's. */
  readonly notification?: Partial<Notification>
  readonly earlierMessageId?: string
}

/** The outcome of a delivery, and the requests that led to it. */
export interface Delivered {
  readonly receipt?: DeliveryReceipt
  readonly error?: unknown
  readonly requests: readonly RecordedRequest[]
  /** The URLs that the channel asked for. */
  readonly urls: readonly string[]
}

/** Delivers once to a server on this machine, whatever URL the channel asks for. */
export async function deliverOnce<Destination extends object, Checked>(
  { channel }: ChannelAdapter<Destination, Checked>,
  { destination, answer, notification, earlierMessageId }: SampleDelivery<Destination>,
): Promise<Delivered> {
  const api = await recordedApi(answer)
  const urls: string[] = []
  const routed = (url: string): string => {
    urls.push(url)
    const { pathname, search } = new URL(url)
    return `${api.origin}${pathname}${search}`
  }
  const http: Http = {
    get: (url, options) => api.http.get(routed(url), options),
    request: (url, options) => api.http.request(routed(url), options),
    fetch: (input, init) =>
      api.http.fetch(routed(input instanceof Request ? input.url : String(input)), init),
  }
  const signal = new AbortController().signal
  const context = { http, signal, clock: testClock({ now: Date.UTC(2026, 0, 31, 12, 31) }) }
  const checked = await channel.destination.schema['~standard'].validate(destination)
  if (checked.issues) throw new Error(JSON.stringify(checked.issues))
  const delivery = {
    notification: { ...sampleNotification, ...notification },
    destination: checked.value,
    attempt: 1,
    ...(earlierMessageId === undefined ? undefined : { earlierMessageId }),
  }
  try {
    const receipt = await channel.deliver(delivery, context as unknown as AdapterContext)
    return { receipt, requests: api.requests, urls }
  } catch (error) {
    return { error, requests: api.requests, urls }
  } finally {
    await api.close()
  }
}
