import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'

/** A service account of Google Cloud, as its key file holds it. */
export interface ServiceAccount {
  /** `client_email` of the key file. The account needs access to the service that is called. */
  readonly clientEmail: string
  /** `private_key` of the key file, in PEM. */
  readonly privateKey: string
}

/** Checks a {@link ServiceAccount}. */
export const serviceAccountSchema = z.strictObject({
  clientEmail: z.string().includes('@', { error: 'expected the `client_email` of the key file' }),
  privateKey: z.string().startsWith('-----BEGIN', { error: 'expected the `private_key` of the key file' }),
} satisfies OptionsShape<ServiceAccount>)
