import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'

/**
 * The outcomes of a query: the response codes of RFC 1035 and RFC 2136, and `NODATA` of RFC 2308, a name that exists
 * without a record of this type.
 */
export const dnsCodes = ['NOERROR', 'NODATA', 'NXDOMAIN', 'SERVFAIL', 'REFUSED'] as const

/** The outcome of a query. `NOERROR` has at least one record of the type that was asked for. */
export type DnsCode = (typeof dnsCodes)[number]

/** Options of the DNS probe. */
export interface DnsProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'dns' */
  readonly id?: string
  /**
   * A text that one of the answers, or one of its parts, has to equal, such as an address; `*` stands for any characters.
   * Of several texts each has to be found.
   *
   * @default any answer
   */
  readonly expect?: string | readonly string[]
  /** The outcome that counts as success, such as `'NXDOMAIN'` for a name that must not exist. @default 'NOERROR' */
  readonly expectCode?: DnsCode
  /** The maximum number of retries of a failed check, within the monitor's `timeout`. @default 0 */
  readonly retries?: number
}

const expected = z.string().min(1).max(1_000)

/** Checks {@link DnsProbeOptions} and fills in the defaults. */
export const optionsSchema = z
  .strictObject({
    id: z.string().min(1).default('dns'),
    expect: z
      .union([expected, z.array(expected).min(1).max(100)], {
        error: 'expected a text of 1 to 1000 characters, or up to 100 of them',
      })
      .transform((texts) => [texts].flat())
      .exactOptional(),
    expectCode: z.enum(dnsCodes).default('NOERROR'),
    retries: z.int().min(0).max(10).default(0),
  } satisfies OptionsShape<DnsProbeOptions>)
  .refine(({ expect, expectCode }) => !expect || expectCode === 'NOERROR', {
    path: ['expect'],
    error: 'expected none with this expectCode, which comes without answers',
  })
