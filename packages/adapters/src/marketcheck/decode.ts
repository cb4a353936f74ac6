import { decodeVin } from '@telltale/core/cars'
import { type AdapterContext, readJson, type Vehicle } from '@telltale/core/ports'
import { buildSchema, vehicleOf } from './build-schema.js'
import type { Ask } from './options.js'

/** What MarketCheck knows of a VIN. */
export async function decodeMarketcheck(
  id: string,
  ask: Ask,
  text: string,
  context: AdapterContext,
): Promise<Vehicle | undefined> {
  context.signal.throwIfAborted()
  const vin = decodeVin(text)?.vin
  if (vin === undefined) return undefined
  const answer = await ask(`/decode/car/${vin}/specs`, {}, context, { cacheFor: 'regional' })
  // 422 is a VIN that cannot be decoded.
  if (answer.status === 404 || answer.status === 422) return undefined
  return vehicleOf(readJson(id, answer, buildSchema), vin)
}
