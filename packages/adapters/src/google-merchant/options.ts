import { type OptionsShape, urlOption } from '@telltale/core/ports'
import { z } from 'zod'

/** A service account of Google Cloud, as its key file holds it. */
export interface ServiceAccount {
  /** `client_email` of the key file. The account must be a user of the Merchant Center. */
  readonly clientEmail: string
  /** `private_key` of the key file, in PEM. */
  readonly privateKey: string
}

/** Options of the Google Merchant Center source. */
export interface GoogleMerchantOptions {
  /** The id of the Merchant Center account: a standalone or a sub-account. */
  readonly account: string
  /** The service account that reads the reports. */
  readonly credentials: ServiceAccount
  /** The country of the prices, as an ISO 3166 code. @default the first that Google returns */
  readonly country?: string
  /** Tells this source from the host's other adapters. @default 'google-merchant' */
  readonly id?: string
  /** The base URL of the API. @default 'https://merchantapi.googleapis.com' */
  readonly baseUrl?: string
}

/** Checks {@link GoogleMerchantOptions}. */
export const optionsSchema = z.strictObject({
  account: z
    .string()
    .regex(/^\d{1,20}$/, "expected the number of a Merchant Center account, such as '123456789'"),
  credentials: z.strictObject({
    clientEmail: z.string().includes('@', { error: 'expected the `client_email` of the key file' }),
    privateKey: z.string().startsWith('-----BEGIN', { error: 'expected the `private_key` of the key file' }),
  } satisfies OptionsShape<ServiceAccount>),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "expected a country code such as 'IN'")
    .optional(),
  id: z.string().min(1).default('google-merchant'),
  baseUrl: urlOption().default('https://merchantapi.googleapis.com'),
} satisfies OptionsShape<GoogleMerchantOptions>)

/** {@link GoogleMerchantOptions} with their defaults. */
export type GoogleMerchantSettings = z.output<typeof optionsSchema>
