import { AdapterError, BudgetError, ForbiddenError, TelltaleError, UnauthorizedError } from '@telltale/core'
import type { AdapterContext } from '@telltale/core/ports'
import { defined, parseJson } from '@telltale/core/ports'
import { z } from 'zod'
import type { GoogleMerchantSettings } from './options.js'

/** Queries the rows of a report. */
export type QueryReport = <Row>(query: ReportQuery<Row>, context: AdapterContext) => Promise<readonly Row[]>

/** A query in the language of Merchant reports. */
export interface ReportQuery<Row> {
  /** The view's name in the response, in camel case. */
  readonly view: string
  /** The schema of a row. */
  readonly row: z.ZodType<Row>
  /** The query: `SELECT … FROM … WHERE …`. */
  readonly text: string
  /** The maximum number of rows. */
  readonly limit: number
}

const errorSchema = z.object({ error: z.object({ message: z.string(), status: z.string().optional() }) })

/**
 * Returns a function that calls `reports:search` page by page. A page may be short; only the lack of a token is the
 * end.
 */
export function reportClient(
  { id, baseUrl, account }: GoogleMerchantSettings,
  tokenFor: (http: AdapterContext['http']) => Promise<string>,
): QueryReport {
  const url = `${baseUrl.replace(/\/$/, '')}/reports/v1/accounts/${account}/reports:search`
  return async ({ view, row, text, limit }, { http, signal }) => {
    if (signal.aborted) throw new TelltaleError('the call was called off', { code: 'ABORTED', status: 503 })
    const schema = z.object({
      results: z.array(z.object({ [view]: row })).default([]),
      nextPageToken: z.string().optional(),
    })
    const rows: z.output<typeof row>[] = []
    let pageToken: string | undefined
    do {
      const { status, text: body } = await http.request(url, {
        method: 'POST',
        trust: 'configured',
        headers: { authorization: `Bearer ${await tokenFor(http)}` },
        json: {
          query: `${text} LIMIT ${limit}`,
          pageSize: Math.min(limit, 1_000),
          ...defined({ pageToken: pageToken || undefined }),
        },
        signal,
      })
      if (status !== 200) throw failure(id, status, body)
      const page = schema.safeParse(jsonIn(body))
      if (!page.success)
        throw new AdapterError(`${id}: the answer was another than agreed: ${z.prettifyError(page.error)}`)
      rows.push(...page.data.results.map((result) => result[view] as z.output<typeof row>))
      pageToken = page.data.nextPageToken
    } while (pageToken && rows.length < limit)
    return rows.slice(0, limit)
  }
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** Converts an error status of the API to an error; the API's own message is kept. */
function failure(id: string, status: number, body: string): TelltaleError {
  const { error } = errorSchema.safeParse(jsonIn(body)).data ?? {}
  const message = `${id}: ${error?.message ?? `Google answered with status ${status}`}`
  if (status === 401)
    return new UnauthorizedError(
      `${message}; add the service account as a user of the Merchant Center, and register the project`,
    )
  if (status === 403) return new ForbiddenError(message)
  if (status === 429) return new BudgetError(message)
  return new AdapterError(message, { retryable: status >= 500 })
}
