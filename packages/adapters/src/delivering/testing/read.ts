import type { RecordedRequest } from '@telltale/core/testing'

/** Reads the body of a request as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever a service would.
export const jsonOf = ({ body }: RecordedRequest): any => JSON.parse(body)

/** Joins the texts that are seen. */
export const seen = (...texts: readonly (string | undefined)[]): string => texts.filter(Boolean).join('\n')

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }

/** Undoes the escapes of HTML. Throws where a sign that starts markup is not escaped. */
export function unescapeHtml(html: string): string {
  const strange = html.replace(/&(lt|gt|quot|amp);/g, '').match(/[<>&]/)
  if (strange) throw new Error(`${strange[0]} is not escaped in ${html}`)
  return html.replace(/&(lt|gt|quot|amp);/g, (entity) => entities[entity] as string)
}

/** Undoes the escapes of Slack. Throws where a sign of a link or a mention is not escaped. */
export const unescapeSlack = (text: string): string => unescapeHtml(text)
