import { ValidationError } from '@telltale/core'
import type { FastifyInstance } from 'fastify'

const maxDepth = 20

const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

/** The content security policy of the page: its own files, and no script, style or frame from elsewhere. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Adds the headers that every answer has, and refuses bodies that are too deep. */
export function addSecurity(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': apiPolicy,
      'cache-control': 'no-store',
    })
  })
  app.addHook('preValidation', async ({ body }) => {
    if (!isAtMost(maxDepth, body))
      throw new ValidationError('the body', [{ path: '', message: `expected at most ${maxDepth} levels` }])
  })
}

/** Returns whether a value has at most so many levels. It looks no deeper. */
function isAtMost(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((member) => isAtMost(levels - 1, member))
}
