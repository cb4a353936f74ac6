/** The signs that Markdown, a mention, a time stamp or an emoji of Discord begins with. */
const signs = /[\\*_~`|>#[\]()<@:+.!-]/g

/** A web address: Discord shows it as it is, and an escape would become a part of it. */
const address = /(https?:\/\/[^\s<>]+)/

/** Escapes the words of a link, where an address must not become a link of its own. */
export const escapeLabel = (text: string): string => text.replace(signs, '\\$&')

/** Escapes a text so that Discord shows it as it is. A web address stays one. */
export const escapeMarkdown = (text: string): string =>
  text
    .split(address)
    .map((part, index) => (index % 2 === 1 ? part : escapeLabel(part)))
    .join('')
