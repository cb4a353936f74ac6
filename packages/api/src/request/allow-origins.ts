import { cors } from 'hono/cors'

/** Makes the middleware that lets pages of some origins call the API, with the caller's cookies (CORS of the Fetch Standard). */
export const allowOrigins = (origins: readonly string[]) =>
  cors({
    origin: [...origins],
    credentials: true,
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposeHeaders: [
      'etag',
      'x-request-id',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'idempotency-replayed',
    ],
    maxAge: 600,
  })
