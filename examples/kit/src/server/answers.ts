import { TelltaleError } from '@telltale/core'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ServerContext } from './server-context.js'

/** Answers with data, in the envelope that all answers have. */
export const answer = (context: Context, data: unknown, status: ContentfulStatusCode = 200): Response =>
  context.json({ success: true, data, error: null }, status)

/** Answers with an error, in the envelope that all answers have. It never shows a stack trace. */
export const answerError = (
  context: Context<ServerContext>,
  { code, message, status }: { readonly code: string; readonly message: string; readonly status: number },
): Response =>
  context.json(
    { success: false, data: null, error: { code, message, requestId: context.get('requestId') } },
    status as ContentfulStatusCode,
  )

/** Answers for an error that was thrown. What is unexpected is logged, and told without details. */
export function answerThrown(error: unknown, context: Context<ServerContext>): Response {
  if (TelltaleError.is(error)) return answerError(context, error)
  if (error instanceof HTTPException)
    return answerError(context, { code: 'BAD_REQUEST', message: error.message, status: error.status })
  context.get('log').error({ error }, 'a request failed')
  return answerError(context, {
    code: 'INTERNAL',
    message: 'the server failed; try again, and tell whoever runs it the id of this request',
    status: 500,
  })
}
