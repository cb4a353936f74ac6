import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { pagePolicy } from './security.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `true` when the route needs no token, since it shows no user's data. */
    readonly isPublic?: boolean
  }
}

const files = [
  ['/', 'price-trackr.html', 'text/html; charset=utf-8'],
  ['/price-trackr.css', 'price-trackr.css', 'text/css; charset=utf-8'],
  ['/price-trackr.js', 'price-trackr.js', 'text/javascript; charset=utf-8'],
  ['/chart.js', 'chart.js', 'text/javascript; charset=utf-8'],
] as const

/** Registers the page of Price Trackr. It calls the same routes as every other client, with the token of the URL's fragment. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const [path, file, type] of files) {
    const content = await readFile(new URL(`../page/${file}`, import.meta.url), 'utf8')
    app.get(path, { config: { isPublic: true } }, (_request, reply) =>
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
