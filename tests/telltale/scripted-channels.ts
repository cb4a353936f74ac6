import { type ChannelAdapter, type ChannelDelivery, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'

/** The settings of the destinations of these tests. */
export interface TestPlace {
  readonly name: string
  readonly key?: string
}

const place = z.strictObject({ name: z.string().min(1).max(50), key: z.string().exactOptional() })

/** Makes a channel that keeps what it delivers. `key` is a secret. */
export function scriptedChannel(
  id: string,
  isForPeople: boolean,
  deliver: (delivery: ChannelDelivery<TestPlace>) => void = () => {},
): ChannelAdapter<TestPlace, TestPlace> {
  return {
    specVersion: 1,
    id,
    channel: {
      isForPeople,
      destination: {
        schema: settingsSchema(place),
        secretPaths: ({ key }) => (key === undefined ? [] : [['key']]),
      },
      label: ({ name }) => name,
      deliver: async (delivery) => {
        deliver(delivery)
        return {}
      },
    },
  }
}
