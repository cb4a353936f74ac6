import { AdapterError } from '@telltale/core'
import { readJson } from '@telltale/core/ports'
import { z } from 'zod'

/** Every value is a text or null, numbers too. */
const text = z.string().nullish().catch(null)

/** The members of a trim that are used. */
export const trimSchema = z.object({
  model_id: z.string(),
  model_make_id: text,
  model_name: text,
  model_trim: text,
  model_year: text,
  model_body: text,
  make_display: text,
  model_engine_power_ps: text,
  model_engine_torque_nm: text,
  model_weight_kg: text,
  model_lkm_hwy: text,
  model_lkm_city: text,
  model_sold_in_us: text,
})

/** A trim, as a row of the API. */
export type TrimRow = z.output<typeof trimSchema>

const responseSchema = z.union([z.object({ error: z.string() }), z.object({ Trims: z.array(trimSchema) })])

/**
 * Reads a response: JSON, or JSON within the call of a function.
 *
 * @throws `AdapterError` when the service reports an error with status 200, or responds with a page instead.
 */
export function readTrims(id: string, status: number, body: string): readonly TrimRow[] {
  const trimmed = body.trim()
  if (status === 403 || trimmed.startsWith('<'))
    throw new AdapterError(`${id} refuses this client: it answers with a page of status ${status}`)
  const text = trimmed.startsWith('{') ? trimmed : trimmed.replace(/^[^(]*\(/, '').replace(/\)\s*;?$/, '')
  const response = readJson(id, { status, text }, responseSchema)
  if ('error' in response) throw new AdapterError(`${id} answered with an error: ${response.error}`)
  return response.Trims
}
