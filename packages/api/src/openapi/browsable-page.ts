import type { JsonSchema } from './json-schema.js'
import type { OpenApiDocument } from './openapi.js'

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
summary { cursor: pointer; padding: .3rem 0 }
code, pre { font: 13px/1.5 ui-monospace, monospace }
pre { overflow-x: auto; padding: .6rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 4px }
details { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent) }
details > :not(summary) { margin-left: 1rem }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600 }
.about { display: block; margin-left: 4.5rem; opacity: .8 }
`

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Shows a schema as JSON, in which the names of others are links. */
const schemaHtml = (schema: unknown): string =>
  `<pre>${escapeHtml(JSON.stringify(schema, null, 2)).replace(
    /#\/components\/schemas\/([\w-]+)/g,
    '<a href="#schema-$1">$&</a>',
  )}</pre>`

interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema }[]
  readonly requestBody?: { readonly content: JsonSchema }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: JsonSchema }>>
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: place, schema }) =>
      `<li><code>${escapeHtml(name)}</code> in the ${place}: <code>${escapeHtml(JSON.stringify(schema))}</code></li>`,
  )
  const answers = Object.entries(responses).map(
    ([status, { content }]) => `<p>Answer ${escapeHtml(status)}</p>${schemaHtml(content)}`,
  )
  return [
    `<details id="${escapeHtml(operationId)}"><summary><span class="method">${method.toUpperCase()}</span>`,
    `<code>${escapeHtml(path)}</code> <span class="about">${escapeHtml(summary)}</span></summary>`,
    rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '',
    requestBody ? `<p>Body</p>${schemaHtml(requestBody.content)}` : '',
    ...answers,
    '</details>',
  ].join('')
}

/** Makes a page of the description that a browser shows: one file, without scripts and without anything from elsewhere. */
function browsablePage({ info, servers, paths, components }: OpenApiDocument, nonce: string): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path: `${servers[0]?.url === '/' ? '' : servers[0]?.url}${path}`,
      method,
      operation: operation as unknown as Operation,
    })),
  )
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags))
  const sections = [...tags].map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag))
    const items = own.map(({ method, path, operation }) => operationHtml(method, path, operation))
    return `<section><h2>${escapeHtml(tag)}</h2>${items.join('')}</section>`
  })
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary>${schemaHtml(schema)}</details>`,
  )
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(info.title)} API</title><style nonce="${nonce}">${style}</style></head>`,
    `<body><h1>${escapeHtml(info.title)} API ${escapeHtml(info.version)}</h1><p>${escapeHtml(info.description)}</p>`,
    '<p><a href="openapi.json">openapi.json</a></p>',
    `<main>${sections.join('')}<section><h2>Schemas</h2>${schemas.join('')}</section></main></body></html>`,
  ].join('')
}

/** Answers with the page, which a browser lets load and run nothing. */
export function pageResponse(document: OpenApiDocument): Response {
  const nonce = crypto.randomUUID()
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return new Response(browsablePage(document, nonce), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  })
}
