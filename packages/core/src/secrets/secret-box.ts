import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AdapterError } from '../errors/index.js'

/** A secret key of at least 32 bytes, as text or bytes. */
export type SecretKey = string | Uint8Array

/** An encrypted text, as it is stored. */
export interface SealedText {
  /** The id of the key that it was encrypted with. */
  readonly keyId: string
  /** The nonce, the encrypted text and its tag, in Base64url. */
  readonly sealed: string
}

/** The sizes of AES-256-GCM in bytes: the nonce of NIST SP 800-38D, section 8.2.2, and the full tag. */
const [nonceBytes, tagBytes] = [12, 16]

/** Encrypts texts with the first of the host's keys, and decrypts what any of them encrypted (AES-256-GCM). */
export class SecretBox {
  /** The id of the key that encrypts. */
  readonly keyId: string
  readonly #keys: ReadonlyMap<string, Buffer>

  /** @param keys - at least one. */
  constructor(keys: readonly SecretKey[]) {
    const named = keys.map((key) => [derive(key, 'id', 8).toString('hex'), derive(key, 'key', 32)] as const)
    this.#keys = new Map(named.toReversed())
    this.keyId = named[0]?.[0] ?? ''
  }

  /** Encrypts a text. Only the same `purpose` decrypts it: nobody can move it to another record. */
  seal(text: string, purpose: string): SealedText {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.keyId), nonce).setAAD(Buffer.from(purpose))
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { keyId: this.keyId, sealed: sealed.toString('base64url') }
  }

  /**
   * Decrypts a text.
   *
   * @throws `AdapterError` when none of the keys encrypted it, or when it was changed since.
   */
  open({ keyId, sealed }: SealedText, purpose: string): string {
    const bytes = Buffer.from(sealed, 'base64url')
    try {
      const nonce = bytes.subarray(0, nonceBytes)
      const decipher = createDecipheriv('aes-256-gcm', this.#key(keyId), nonce, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-tagBytes))
      const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8')
      return text + decipher.final('utf8')
    } catch (cause) {
      if (cause instanceof AdapterError) throw cause
      throw new AdapterError('a stored secret was changed, and cannot be decrypted any more', { cause })
    }
  }

  #key(keyId: string): Buffer {
    const key = this.#keys.get(keyId)
    if (key) return key
    throw new AdapterError(
      `a stored secret was encrypted with the key ${keyId}, which is not among \`secretKey\`; add that key again after the new one`,
    )
  }
}

/** Derives bytes from a key (RFC 5869), so that neither the key itself nor its id tells the other. */
const derive = (key: SecretKey, use: 'id' | 'key', bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `telltale secrets ${use}`, bytes))
