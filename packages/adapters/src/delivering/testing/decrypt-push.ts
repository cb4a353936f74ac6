import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto'
import type { RecordedRequest } from '@telltale/core/testing'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length))

/** Decrypts a message as a browser does (RFC 8291 and RFC 8188). */
export function decryptPush(
  { bytes: sent = Buffer.alloc(0) }: RecordedRequest,
  browser: ECDH,
  auth: Buffer,
): string {
  const body = Buffer.from(sent)
  const [salt, keyLength] = [body.subarray(0, 16), body[20] ?? 0]
  const serverKey = body.subarray(21, 21 + keyLength)
  const sealed = body.subarray(21 + keyLength)
  const shared = browser.computeSecret(serverKey)
  const keyInfo = Buffer.concat([bytes('WebPush: info\0'), browser.getPublicKey(), serverKey])
  const input = derive(shared, auth, keyInfo, 32)
  const key = derive(input, salt, bytes('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(input, salt, bytes('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
}
