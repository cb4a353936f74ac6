import { serveStatic } from '@hono/node-server/serve-static'
import { defined } from '@telltale/core/ports'
import { Hono } from 'hono'
import type { ServerContext } from './server-context.js'

/**
 * Makes the routes of an app's built pages. Files in `assets`, whose names hold a hash of their content, are kept for a year;
 * the page itself is asked for each time. Any other path is the page too, since the app finds its way by itself. Files that
 * lie beside as `.br` or `.gz` are sent packed.
 *
 * @param root - the folder of the build.
 */
export function staticFiles(root: string): Hono<ServerContext> {
  const routes = new Hono<ServerContext>()
  const serve = (path?: string) =>
    serveStatic({
      root,
      precompressed: true,
      ...defined({ path }),
      onFound: (found, context) => {
        const isHashed =
          path === undefined && context.req.path.startsWith('/assets/') && found.includes('assets')
        context.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  routes.get('/assets/*', serve())
  routes.get('/assets/*', (context) => context.notFound())
  routes.get('*', serve())
  routes.get('*', serve('index.html'))
  return routes
}
