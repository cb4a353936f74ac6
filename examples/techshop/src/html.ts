/** Markup that can be inserted into a page without escaping. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

type Part = string | Html | readonly Html[]

const partText = (part: Part): string =>
  typeof part === 'string'
    ? escapeText(part)
    : part instanceof Html
      ? part.text
      : part.map(partText).join('\n')

/** Makes markup from a template. Inserted strings are escaped, inserted markup is not. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: texts }, ...parts.map(partText)))
}

/** Makes a script element of JSON-LD. No text in the data can end the element early. */
export function jsonLd(data: unknown): Html {
  return new Html(
    `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
  )
}
