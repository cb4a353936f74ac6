import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether anyone may ask for this: it shows nothing of anybody. */
    readonly isOpen?: boolean
  }
}

const files = [
  ['/', 'price-trackr.html', 'text/html; charset=utf-8'],
  ['/price-trackr.js', 'price-trackr.js', 'text/javascript; charset=utf-8'],
  ['/chart.js', 'chart.js', 'text/javascript; charset=utf-8'],
] as const

/** Price Trackr: a page for a person, on the same routes as every other client. It takes its token from the URL's fragment. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const [path, file, type] of files) {
    const content = await readFile(new URL(`../page/${file}`, import.meta.url), 'utf8')
    app.get(path, { config: { isOpen: true } }, (_request, reply) =>
      reply
        .headers({
          'content-type': type,
          'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:",
          'referrer-policy': 'no-referrer',
        })
        .send(content),
    )
  }
}
