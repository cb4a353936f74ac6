import { type OptionsShape, urlOption } from '@telltale/core/ports'
import { z } from 'zod'
import { type ServiceAccount, serviceAccountSchema } from '../google-sign-in/service-account.js'

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
  credentials: serviceAccountSchema,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "expected a country code such as 'IN'")
    .optional(),
  id: z.string().min(1).default('google-merchant'),
  baseUrl: urlOption().default('https://merchantapi.googleapis.com'),
} satisfies OptionsShape<GoogleMerchantOptions>)

/** {@link GoogleMerchantOptions} with their defaults. */
export type GoogleMerchantSettings = z.output<typeof optionsSchema>
