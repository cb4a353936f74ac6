import { escapeXml } from '../../latency/svg.js'
import type { MessageFact } from './notice-facts.js'

/** A link below the text of a mail. */
export interface MailLink {
  /** The effect of the link; the first one that shows the subject becomes a button. */
  readonly effect: 'view' | 'acknowledge' | 'unsubscribe'
  /** The words on it. */
  readonly label: string
  /** The absolute URL. */
  readonly url: string
}

interface MailParts {
  readonly title: string
  readonly text: string
  readonly facts: readonly MessageFact[]
  readonly links: readonly MailLink[]
  readonly language: string
  readonly tone: 'info' | 'warning' | 'critical' | 'good'
  readonly imageDescription: string | undefined
}

/** The colours of the bar and the button: white text on them has a contrast above 4.5. */
const tones = { info: '#1d4ed8', warning: '#b45309', critical: '#b91c1c', good: '#15803d' } as const

/** The colours of programs that show mails dark. Others ignore the sheet and show the inline colours. */
const darkStyle =
  '<style>:root{color-scheme:light dark;supported-color-schemes:light dark}' +
  '@media (prefers-color-scheme:dark){.page{background:#0b0f19!important}.card{background:#161b26!important}' +
  '.text{color:#e5e7eb!important}.soft{color:#9ca3af!important}.line{border-color:#2b3240!important}' +
  '.link{color:#93c5fd!important}}' +
  '@media (max-width:480px){.card{width:100%!important}.pad{padding:20px 16px!important}}</style>'

const font = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const table = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'

/**
 * Returns the page of a mail: a table with inline styles, which old mail programs show as well, in light and dark colours, and
 * as wide as a phone where it has to be.
 */
export function mailHtml(parts: MailParts): string {
  const { title, text, facts, links, language, tone, imageDescription } = parts
  const color = tones[tone]
  const dir = /^(ar|fa|he|ur)\b/.test(language) ? 'rtl' : 'ltr'
  const blocks = [
    `<h1 class="text" style="margin:0 0 12px;font-size:20px;line-height:28px;color:#111827">${escapeXml(title)}</h1>`,
    `<p class="text" style="margin:0 0 16px;font-size:15px;line-height:23px;color:#1f2937">${linesOf(text)}</p>`,
    ...(imageDescription === undefined ? [] : [imageOf(imageDescription)]),
    ...(facts.length > 0 ? [factTable(facts)] : []),
    linksOf(links, color),
  ]
  return (
    `<!doctype html><html lang="${escapeXml(language)}" dir="${dir}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1">' +
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">' +
    `<title>${escapeXml(title)}</title>${darkStyle}</head>` +
    `<body class="page" style="margin:0;background:#f3f4f6;${font}">` +
    `<table ${table} width="100%" class="page" style="background:#f3f4f6"><tr><td align="center" style="padding:24px 8px">` +
    `<table ${table} width="560" class="card" style="width:560px;max-width:100%;background:#ffffff;border-top:4px solid ${color}">` +
    `<tr><td class="pad" style="padding:28px 32px">${blocks.join('')}</td></tr></table></td></tr></table></body></html>`
  )
}

const linesOf = (text: string): string => escapeXml(text).replaceAll('\n', '<br>')

const imageOf = (description: string): string =>
  `<img src="cid:image" alt="${escapeXml(description)}" width="496" style="display:block;width:100%;max-width:496px;margin:0 0 16px;border:0">`

function factTable(facts: readonly MessageFact[]): string {
  const cell =
    'padding:8px 0;border-bottom:1px solid #e5e7eb;font-size:14px;line-height:20px;vertical-align:top'
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><td class="soft line" style="${cell};color:#6b7280;padding-inline-end:16px">${escapeXml(name)}</td>` +
      `<td class="text line" style="${cell};color:#111827">${escapeXml(value)}</td></tr>`,
  )
  return `<table ${table} width="100%" style="margin:0 0 24px">${rows.join('')}</table>`
}

function linksOf(links: readonly MailLink[], color: string): string {
  return links
    .map(({ effect, label, url }) => {
      const [href, words] = [escapeXml(url), escapeXml(label)]
      if (effect === 'view')
        return `<a href="${href}" style="display:inline-block;margin:0 12px 12px 0;padding:10px 18px;background:${color};color:#ffffff;font-size:14px;font-weight:600;text-decoration:none">${words}</a>`
      if (effect === 'acknowledge')
        return `<a href="${href}" class="link" style="display:inline-block;margin:0 0 12px;padding:10px 0;color:#1d4ed8;font-size:14px">${words}</a>`
      return `<p style="margin:16px 0 0;font-size:12px"><a href="${href}" class="soft" style="color:#6b7280">${words}</a></p>`
    })
    .join('')
}
