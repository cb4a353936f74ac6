import assert from 'node:assert/strict'
import type { Adapter, Channel } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { type ChannelSample, checkedDestination, destinationSecrets, fixtureOf } from './channel-fixture.js'
import { channelProofs, type Proof } from './channel-proofs.js'
import { httpService, type OtherService, routedClients } from './channel-service.js'

const openChannel = (open: () => Adapter): { adapter: Adapter; channel: Channel } => {
  const adapter = open()
  assert.ok(adapter.channel, 'the adapter has no channel')
  return { adapter, channel: adapter.channel }
}

/** The cases of a destination, which need no service. */
const destinationProofs: Record<
  string,
  (channel: Channel, sample: ChannelSample, adapter: Adapter) => Promise<void>
> = {
  'names a destination without its secrets': async (channel, { destination }, adapter) => {
    const label = channel.label(await checkedDestination(channel, destination))
    assert.match(label, /\S/)
    const secrets = [...(adapter.secrets?.() ?? []), ...destinationSecrets(channel, destination)]
    for (const secret of secrets) assert.ok(!label.includes(secret), 'the label shows a secret')
  },
  'refuses a destination that is none': async (channel, { destination, wrong = [] }) => {
    for (const given of [{ ...destination, telltaleUnknown: 1 }, ...wrong]) {
      const { issues } = await channel.destination.schema['~standard'].validate(given)
      assert.ok(issues?.length, `it takes ${JSON.stringify(given)}`)
    }
  },
}

/** Returns the conformance cases of a channel. */
export function channelCases(open: () => Adapter, sample: ChannelSample): readonly ConformanceCase[] {
  const { answers, preparation } = sample
  const service = sample.service ?? (answers && httpService(answers, preparation))
  assert.ok(service, 'the sample of a channel has neither `answers` nor a `service`')
  const local = Object.entries(destinationProofs).map(([name, prove]) => ({
    name: `channel: ${name}`,
    run: async () => {
      const { adapter, channel } = openChannel(open)
      await prove(channel, sample, adapter)
    },
  }))
  const possible = Object.entries(channelProofs).filter(
    ([, { behavior, needsIds }]) => service.behaviors.includes(behavior) && (!needsIds || sample.idOf),
  )
  return [
    ...local,
    ...possible.map(([name, { behavior, prove }]) => ({
      name: `channel: ${name}`,
      run: () => runWith(open, sample, { service, behavior, prove }),
    })),
  ]
}

/** Starts the service, proves with an adapter that reaches it, and closes both. */
async function runWith(
  open: () => Adapter,
  sample: ChannelSample,
  { service, behavior, prove }: Proof & { readonly service: OtherService },
): Promise<void> {
  const { adapter, channel } = openChannel(open)
  const server = await service.start(behavior)
  const clients = routedClients(server.port, behavior)
  try {
    await prove(await fixtureOf({ adapter, channel, server, clients, sample }))
  } finally {
    await adapter.close?.()
    await clients.close()
    await server.close()
  }
}
