import { catalog } from '@telltale/adapters/catalog'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import {
  createTelltale,
  type EventName,
  type Telltale,
  type TelltaleEvents,
  type TelltaleOptions,
} from '@telltale/core'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { onTestFinished } from 'vitest'

/** Tiers that a busy machine does not blur: a target on loopback is `fine`, one that fails is `broken`. */
export const tiers = [
  { name: 'fine', belowMs: 60_000 },
  { name: 'broken', fromMs: 60_000 },
]

const source = { name: 'the test' }

/** Two cars that the catalog knows in full, and one that it knows little of. */
export const cars = [
  {
    make: 'Chevrolet',
    model: 'Corvette',
    year: 2023,
    horsepower: 495,
    zeroToSixtySeconds: 3,
    torqueLbFt: 470,
    priceUsd: 67450,
    source,
  },
  {
    make: 'Ford',
    model: 'Mustang',
    year: 2023,
    horsepower: 450,
    zeroToSixtySeconds: 4.3,
    torqueLbFt: 410,
    priceUsd: 38000,
    source,
  },
  { make: 'Lada', model: 'Niva', year: 2023, horsepower: 83, source },
]

/** A Telltale with every adapter there is and a clock that stands still, closed with the test. */
export function startTelltale(options: Partial<TelltaleOptions> = {}): {
  telltale: Telltale
  clock: TestClock
} {
  const clock = testClock()
  const telltale = createTelltale({
    storage: memoryStorage(),
    adapters: [http(), webshop(), catalog({ cars })],
    clock,
    // The shops of these tests are on this machine.
    http: { allow: ['127.0.0.1'], politeness: { gap: '1ms' } },
    secretKey: 'a secret of these tests, of 32 bytes',
    ...options,
  })
  onTestFinished(() => telltale.close().catch(() => undefined))
  return { telltale, clock }
}

/** Resolves to the next `count` payloads of an event. */
export async function nextEvents<Name extends EventName>(
  telltale: Telltale,
  name: Name,
  count: number,
): Promise<TelltaleEvents[Name][]> {
  const heard: TelltaleEvents[Name][] = []
  for await (const payload of telltale.events(name)) if (heard.push(payload) === count) break
  return heard
}
