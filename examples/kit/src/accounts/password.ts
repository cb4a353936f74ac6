import { hash, verify } from '@node-rs/argon2'

/**
 * Argon2id with 19 MiB of memory, 2 passes and 1 lane: the first choice of OWASP's Password Storage Cheat Sheet
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html, read 2026).
 */
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashes a password, off the main thread. */
export const hashPassword = (password: string): Promise<string> => hash(password, argon2id)

/** Returns `true` when a password has this hash. */
export const verifyPassword = (given: {
  readonly hash: string
  readonly password: string
}): Promise<boolean> => verify(given.hash, given.password)
