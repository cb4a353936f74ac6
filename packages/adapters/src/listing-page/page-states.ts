import type { Page } from '../shop-page/parse/page.js'
import { parseEmbeddedJson } from '../shop-page/sources/embedded-json.js'

/** A word that a script with cars has, or with the number of cars that were found. */
const carWord =
  /\b(?:vin|mileage|mileageInKm|odometer|carYear)\b|"(?:total\w{0,30}|numberOf\w{1,30}|activeResults)"/i

/** The attributes of cards that hold JSON, and the shortest one that can describe a car. */
const minJsonChars = 40

/**
 * Returns the JSON from which a page's scripts draw it: in scripts that have the word, and in the attributes of its
 * elements.
 */
export function statesOf(page: Page, word = carWord): readonly unknown[] {
  const scripts = page.scripts.filter(
    ({ type, text }) =>
      /^$|^module$|javascript$|json$/i.test(type) && !/ld\+json/i.test(type) && word.test(text),
  )
  return [...scripts.flatMap(({ text }) => parseEmbeddedJson(text)), attributesOf(page)]
}

/** Returns the values of all attributes that are JSON, as a list: cards of one page are its members. */
function attributesOf(page: Page): readonly unknown[] {
  const values: unknown[] = []
  for (const { attributes } of page.visible)
    for (const [name, text] of Object.entries(attributes))
      if (name.startsWith('data-') && text.length >= minJsonChars && /^\s*[{[]/.test(text)) {
        const value = parse(text)
        if (value !== undefined) values.push(value)
      }
  return values
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
