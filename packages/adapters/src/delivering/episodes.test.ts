import type { ChannelAdapter } from '@telltale/core/ports'
import type { RecordedAnswer } from '@telltale/core/testing'
import { expect, it } from 'vitest'
import { discord } from '../discord/index.js'
import { opsgenie } from '../opsgenie/index.js'
import { pagerduty } from '../pagerduty/index.js'
import { slack } from '../slack/index.js'
import { deliverOnce, type SampleDelivery } from './testing/deliver.js'
import { jsonOf } from './testing/read.js'

const anyAnswer: RecordedAnswer = {
  text: JSON.stringify({
    ok: true,
    channel: 'C1',
    ts: '1.2',
    id: '9',
    dedup_key: 'episode-1',
    requestId: 'r',
  }),
}

/** Delivers the end of an episode, and returns the request that it led to. */
async function endOf<Destination extends object, Checked>(
  adapter: ChannelAdapter<Destination, Checked>,
  sample: Pick<SampleDelivery<Destination>, 'destination' | 'earlierMessageId'>,
) {
  const { requests, urls, error } = await deliverOnce(adapter, {
    ...sample,
    answer: () => anyAnswer,
    notification: { kind: 'ended', title: 'Shop works' },
  })
  expect(error).toBeUndefined()
  expect(requests).toHaveLength(1)
  const [request] = requests
  if (!request) throw new Error('nothing was sent')
  return { method: request.method, url: urls[0], body: jsonOf(request) }
}

it('Slack edits the message of the episode', async () => {
  const destination = { channel: 'C012AB3CD' }
  const edit = await endOf(slack({ token: 'xoxb-secret' }), {
    destination,
    earlierMessageId: 'C012AB3CD:17.25',
  })
  expect(edit.url).toBe('https://slack.com/api/chat.update')
  expect(edit.body).toMatchObject({ channel: 'C012AB3CD', ts: '17.25', text: 'Shop works' })
})

it('Discord edits the message of the episode', async () => {
  const destination = { webhookUrl: 'https://discord.com/api/webhooks/123/secret-token' }
  const { method, url, body } = await endOf(discord(), { destination, earlierMessageId: '456' })
  expect(method).toBe('PATCH')
  expect(new URL(url ?? '').pathname).toBe('/api/webhooks/123/secret-token/messages/456')
  expect(body.embeds[0].title).toBe('Shop works')
})

it('PagerDuty resolves the incident of the episode', async () => {
  const { body } = await endOf(pagerduty(), { destination: { routingKey: 'a'.repeat(32) } })
  expect(body).toMatchObject({ event_action: 'resolve', dedup_key: 'episode-1' })
})

it('Opsgenie closes the alert of the episode', async () => {
  const { url } = await endOf(opsgenie(), { destination: { apiKey: '12345678-1234-1234-1234-123456789012' } })
  expect(new URL(url ?? '').pathname).toBe('/v2/alerts/episode-1/close')
})
