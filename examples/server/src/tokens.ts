import { createHash, timingSafeEqual } from 'node:crypto'

/** A user's token, of which only the hash is kept: who reads the table cannot call the server. */
export interface StoredToken {
  /** The SHA-256 of the token, in hexadecimal. */
  readonly hash: string
  /** The owner whose records the token opens. */
  readonly owner: string
}

/** Returns the hash that is stored of a token. A token is random and long, so a plain hash is enough. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * Returns the owner of the token in a header `Authorization: Bearer …`. It compares with every hash, in a time that tells
 * nothing of them.
 */
export function ownerOf(
  tokens: readonly StoredToken[],
  authorization: string | null | undefined,
): string | undefined {
  const token = /^Bearer (\S{1,200})$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) return undefined
  const given = Buffer.from(hashToken(token), 'hex')
  let found: string | undefined
  for (const { hash, owner } of tokens) if (timingSafeEqual(Buffer.from(hash, 'hex'), given)) found = owner
  return found
}
