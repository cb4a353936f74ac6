import { decodeVin } from '@telltale/core/cars'
import { type AdapterContext, readJson, type Vehicle } from '@telltale/core/ports'
import { buildSchema, vehicleOf } from './build-schema.js'
import type { CallApi } from './options.js'

/** Decodes a VIN. */
export async function decodeMarketcheck(
  id: string,
  callApi: CallApi,
  text: string,
  context: AdapterContext,
): Promise<Vehicle | undefined> {
  context.signal.throwIfAborted()
  const vin = decodeVin(text)?.vin
  if (vin === undefined) return undefined
  const response = await callApi(`/decode/car/${vin}/specs`, {}, context, { cacheFor: 'regional' })
  // 422 is a VIN that cannot be decoded.
  if (response.status === 404 || response.status === 422) return undefined
  return vehicleOf(readJson(id, response, buildSchema), vin)
}
