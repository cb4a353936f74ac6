import type { Page } from '../parse/page.js'
import { parseEmbeddedJson } from './embedded-json.js'

/** Returns the object at a path in one of the states that a page's scripts name so. */
export function findState(page: Page, name: string, ...path: string[]): StateObject | undefined {
  for (const { text } of page.scripts.filter((script) => script.text.includes(name)))
    for (const value of parseEmbeddedJson(text)) {
      const found = path.reduce<unknown>((inner, key) => asObject(inner)?.[key], value)
      if (asObject(found)) return asObject(found)
    }
  return undefined
}

/** An object of a state, of unknown shape. */
export type StateObject = Readonly<Record<string, unknown>>

/** Returns the value if it is an object. */
export const asObject = (value: unknown): StateObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as StateObject) : undefined

/** Returns the objects of a list. */
export const objectsOf = (value: unknown): readonly StateObject[] =>
  Array.isArray(value) ? value.map(asObject).filter((each) => each !== undefined) : []

/** Returns the value, trimmed, if it is a text of 1 to 500 characters. */
export const nonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() && value.length <= 500 ? value.trim() : undefined

/** Returns an amount above zero as a plain decimal string. */
export const positiveAmount = (value: unknown): string | undefined =>
  typeof value === 'number' && value > 0 && value < 1e12 ? `${value}` : undefined
