import { TextDecoder } from 'node:util'
import { LRUCache } from 'lru-cache'

/** The number of bytes that are searched for a `<meta charset>`, by the HTML standard. */
const prescanBytes = 1_024

/**
 * The characters of the bytes 0x80 to 0x9f in windows-1252, by the index of the WHATWG Encoding Standard. Node decodes
 * them as ISO 8859-1 (seen in 20.20), which would lose the euro signs of prices.
 */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/**
 * Decodes a body. The character set comes from, in this order, the byte order mark, the `charset` of the content type, or
 * the `<meta>` of HTML. Without one, or with an unknown name, it is UTF-8.
 */
export function decodeText(bytes: Uint8Array, contentType = ''): string {
  const label = byteOrderMark(bytes) ?? charsetOf(contentType) ?? metaCharset(bytes, contentType) ?? 'utf-8'
  const decoder = decoderFor(label)
  const text = decoder.decode(bytes)
  if (decoder.encoding !== 'windows-1252') return text
  return text.replace(/[\x80-\x9f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] as string)
}

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined
}

const charsetOf = (text: string): string | undefined =>
  /charset\s*=\s*(?:["']\s*)?([^\s"';>]+)/i.exec(text)?.[1]

function metaCharset(bytes: Uint8Array, contentType: string): string | undefined {
  if (contentType && !/html/i.test(contentType)) return undefined
  const head = Buffer.from(bytes.subarray(0, prescanBytes)).toString('latin1')
  const charset = charsetOf(/<meta\b[^>]*?charset[^>]*/i.exec(head)?.[0] ?? '')
  // A page whose `<meta>` reads as ASCII cannot be UTF-16, whatever it says: the HTML standard requires UTF-8 here.
  return charset && /^utf-?16/i.test(charset) ? 'utf-8' : charset
}

/** The decoders by label, in any case. To make one takes longer than to decode most bodies. */
const decoders = new LRUCache<string, TextDecoder>({ max: 100 })
const utf8 = new TextDecoder()

function decoderFor(label: string): TextDecoder {
  const known = decoders.get(label)
  if (known) return known
  try {
    const decoder = new TextDecoder(label)
    decoders.set(label, decoder)
    return decoder
  } catch {
    return utf8
  }
}
