import { createHash } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'

const daySeconds = 86_400
const issuer = 'telltale'

/** A token and the time at which it expires, in epoch milliseconds. */
export interface AccessToken {
  readonly token: string
  readonly expiresAt: number
}

/** A secret with the name by which tokens say that it signed them. */
interface SigningKey {
  readonly kid: string
  readonly bytes: Uint8Array
}

const signingKey = (secret: string): SigningKey => ({
  kid: createHash('sha256').update(secret).digest('base64url').slice(0, 8),
  bytes: new TextEncoder().encode(secret),
})

/**
 * The access tokens of an app: JWTs by HS256 that hold a user's id for 24 hours. No other algorithm is accepted.
 *
 * To change the secret, give the old one as the second: its tokens stay valid until they expire.
 */
export class AccessTokens {
  readonly #keys: readonly SigningKey[]
  readonly #now: () => number

  constructor(secrets: readonly string[], now: () => number = Date.now) {
    this.#keys = secrets.map(signingKey)
    this.#now = now
  }

  /** Issues a token for a user. */
  async issue(userId: string): Promise<AccessToken> {
    const [key] = this.#keys
    if (!key) throw new Error('expected a secret to sign access tokens with')
    const issuedAt = Math.floor(this.#now() / 1_000)
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256', kid: key.kid })
      .setSubject(userId)
      .setIssuer(issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + daySeconds)
      .sign(key.bytes)
    return { token, expiresAt: (issuedAt + daySeconds) * 1_000 }
  }

  /** Resolves to the id of the token's user, or to `undefined` when it is not valid or has expired. */
  async verify(token: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyOf(kid), {
        algorithms: ['HS256'],
        issuer,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(this.#now()),
      })
      return payload.sub
    } catch (cause) {
      if (cause instanceof errors.JOSEError) return undefined
      throw cause
    }
  }

  #keyOf(kid: string | undefined): Uint8Array {
    const key = this.#keys.find((each) => each.kid === kid)
    if (!key) throw new errors.JWSInvalid('no key of this name')
    return key.bytes
  }
}
