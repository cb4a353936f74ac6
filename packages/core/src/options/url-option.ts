import { z } from 'zod'
import { excerpt } from '../errors/index.js'
import { parseUrl, withoutScheme } from './parse-url.js'

/** The longest URL, in characters. Many servers refuse longer ones, and storages need not index them. */
const maxUrlChars = 2_048

/** Makes the schema of an absolute URL, of `http:` or `https:` unless `anyProtocol` is set. The text is kept as written. */
export function urlOption({ anyProtocol = false } = {}): z.ZodType<string, string> {
  const expected = anyProtocol ? 'an absolute URL' : 'a URL that begins with http:// or https://'
  return z
    .string({ error: `expected ${expected}` })
    .max(maxUrlChars, { error: `expected at most ${maxUrlChars} characters`, abort: true })
    .refine((text) => isAbsolute(text, anyProtocol), {
      error: ({ input }) => `expected ${expected}, got ${excerpt(input)}${meant(input)}`,
    })
}

function meant(input: unknown): string {
  const url = typeof input === 'string' ? withoutScheme(input) : undefined
  return url === undefined ? '' : `; did you mean ${excerpt(url)}?`
}

function isAbsolute(text: string, anyProtocol: boolean): boolean {
  const url = parseUrl(text)
  return url !== undefined && (anyProtocol || /^https?:$/.test(url.protocol))
}
