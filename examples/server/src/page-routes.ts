import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

/** The content security policy of the page: its own files, and no script, style or frame from elsewhere. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const files = [
  ['/', 'price-trackr.html', 'text/html; charset=utf-8'],
  ['/price-trackr.css', 'price-trackr.css', 'text/css; charset=utf-8'],
  ['/price-trackr.js', 'price-trackr.js', 'text/javascript; charset=utf-8'],
  ['/chart.js', 'chart.js', 'text/javascript; charset=utf-8'],
] as const

/** Registers the page of Price Trackr. It calls the API like every other client, with the token of the URL's fragment. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const [path, file, type] of files) {
    const content = await readFile(new URL(`../page/${file}`, import.meta.url), 'utf8')
    app.get(path, (_request, reply) =>
      reply
        .headers({
          'content-type': type,
          'content-security-policy': pagePolicy,
          'cache-control': 'no-cache',
        })
        .send(content),
    )
  }
}
