import { z } from 'zod'

/** Makes the schema of a secret, such as a key or a token, in printable ASCII without spaces. */
export const secretText = (expected: string) =>
  z
    .string({ error: `expected ${expected}` })
    .regex(/^[\x21-\x7e]{1,4096}$/, { error: `expected ${expected}` })

/** Makes the schema of the id of an adapter. */
export const adapterId = (id: string) => z.string().min(1).default(id)
