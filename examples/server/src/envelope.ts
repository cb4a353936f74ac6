import { type JsonRecords, TelltaleError, toJson } from '@telltale/core'
import { defined } from '@telltale/core/ports'

/** The body of every answer but the stream of events. `next` is the cursor of the next page of a list. */
export type Envelope =
  | { readonly success: true; readonly data: unknown; readonly next?: string }
  | { readonly success: false; readonly error: { readonly code: string; readonly message: string } }

/**
 * Puts the result of a service into the envelope. A page becomes its items, with `next` when there are more.
 *
 * @param kind - the kind of its records, by which their times become ISO 8601.
 */
export function succeeded(result: object, kind?: keyof JsonRecords): Envelope {
  const converted = kind ? toJson(kind, result as never) : result
  const { items: data, next } =
    'items' in converted ? (converted as { items: unknown; next?: string }) : { items: converted }
  return { success: true, data, ...defined({ next }) }
}

/** Makes the body of an answer that something is not possible. */
export const refused = (code: string, message: string): Envelope => ({
  success: false,
  error: { code, message },
})

/** Converts an error to an answer. The message of an internal error is hidden, since it may contain secrets. */
export function failed(error: unknown): { readonly status: number; readonly envelope: Envelope } {
  const fail = (status: number, code: string, message: string) => ({
    status,
    envelope: refused(code, message),
  })
  if (TelltaleError.is(error)) {
    const { status, code, message } = error
    const internal = code === 'INTERNAL' || code.startsWith('STORAGE_')
    return fail(status, code, internal ? 'this failed on our side; please try again later' : message)
  }
  // Refused by Fastify itself, such as a body that is too long or not JSON.
  const { statusCode = 500, message } = error as { statusCode?: number; message: string }
  if (statusCode >= 400 && statusCode < 500) return fail(statusCode, 'VALIDATION', message)
  return fail(500, 'INTERNAL', 'this failed on our side; please try again later')
}
