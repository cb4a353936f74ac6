/** Markup that is safe to put into a page as it is. */
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

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

type Part = string | Html | readonly Html[]

const partText = (part: Part): string =>
  typeof part === 'string' ? escaped(part) : part instanceof Html ? part.text : part.map(partText).join('\n')

/** Markup of a template; every string put into it is escaped, other markup stays as it is. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: texts }, ...parts.map(partText)))
}

/** A script element that carries data. No text in it can end the element early. */
export function jsonLd(data: unknown): Html {
  return new Html(
    `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
  )
}
