/** Named entities of HTML that stand in prices, each with its character. */
const entities =
  'nbsp  ,thinsp  ,euro €,pound £,yen ¥,dollar $,cent ¢,lt <,gt >,quot ",ndash –,mdash —,minus −,frac12 ½'

/** Decodes the entities of a text, also those that were encoded twice. */
export function decodeEntities(text: string): string {
  return text
    .replace(/&amp;/gi, '&')
    .replace(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z\d]{2,6}));?/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
        const named = name ? entities.indexOf(`${name.toLowerCase()} `) : -1
        if (name) return named < 0 ? whole : (entities[named + name.length + 1] ?? whole)
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
      },
    )
}

/**
 * Removes tags: raised decimals get their point (`12<sup>99</sup>`), a crossed-out price the word for one, other tags
 * a space.
 */
export function removeTags(text: string): string {
  return text
    .replace(/(?<=\d)(?:\s|<[^<>]{0,200}>){0,8}<sup[^<>]{0,200}>\s{0,8}(\d\d)\s{0,8}<\/sup>/gi, '.$1')
    .replace(/<(\/)?(\w+)[^<>]*>/g, (_, closing: string | undefined, name: string) =>
      !closing && /^(?:del|s|strike)$/i.test(name) ? ' was ' : ' ',
    )
}
