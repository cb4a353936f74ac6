import { TextDecoder } from 'node:util'

/** How much of a page is looked at for a `<meta charset>`, in bytes: what the HTML standard has user agents do. */
const prescanBytes = 1_024

/**
 * What the bytes 0x80 to 0x9f are in windows-1252, by the index of the WHATWG Encoding Standard. Node decodes them as
 * if they were ISO 8859-1 (seen in 20.20), which would lose the euro sign of many a price.
 */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/**
 * Returns the text of a body. Its character set is, in this order, what its byte order mark, the `charset` of its
 * content type or, in HTML, its `<meta>` says; UTF-8 when none does or the name is not known.
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

const charsetOf = (text: string): string | undefined => /charset\s*=\s*["']?\s*([^\s"';>]+)/i.exec(text)?.[1]

function metaCharset(bytes: Uint8Array, contentType: string): string | undefined {
  if (contentType && !/html/i.test(contentType)) return undefined
  const head = Buffer.from(bytes.subarray(0, prescanBytes)).toString('latin1')
  const charset = charsetOf(/<meta\b[^>]*?charset[^>]*/i.exec(head)?.[0] ?? '')
  // A page whose `<meta>` can be read byte by byte is not in UTF-16, whatever it says: the HTML standard takes UTF-8.
  return charset && /^utf-?16/i.test(charset) ? 'utf-8' : charset
}

/** By the names of character sets that there are: making a decoder takes longer than most bodies. */
const decoders = new Map<string, TextDecoder>()
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
