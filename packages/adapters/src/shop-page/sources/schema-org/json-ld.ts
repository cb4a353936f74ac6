import { decodeHTMLStrict } from 'entities/decode'
import type { Page } from '../../parse/page.js'
import { parseScriptJson } from './json-repair.js'
import { type SchemaItem, type SchemaValue, schemaName } from './schema-item.js'

type JsonObject = Readonly<Record<string, unknown>>

/** The maximum depth of a description: product, variant, offer, price specification, and some to spare. */
const maxDepth = 8

/** The maximum number of values that are read on one page. */
const maxValues = 50_000

/** The maximum length of all blocks of a page, in characters. Product pages have some ten thousand. */
const maxBlockChars = 1_000_000

/** The maximum number of broken blocks of a page; later ones are not read. */
const maxBrokenBlocks = 20

/** Returns the top-level items of the page's JSON-LD. A block that is broken beyond safe repair is skipped. */
export function readJsonLd({ scripts }: Page): readonly SchemaItem[] {
  const blocks = scripts.filter(({ type }) => /^\s*application\/ld\+json/i.test(type))
  return toItems(rootsOf(parseBlocks(blocks.map(({ text }) => text))))
}

/** Parses blocks, as many as a page may have that was not made to exhaust its reader. */
function parseBlocks(texts: readonly string[]): unknown[] {
  const values: unknown[] = []
  let chars = 0
  let broken = 0
  for (const text of texts) {
    chars += text.length
    if (chars > maxBlockChars || broken > maxBrokenBlocks) break
    const parsed = parseScriptJson(text)
    if (parsed) values.push(parsed.value)
    else broken += 1
  }
  return values
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/**
 * Returns the top-level objects: of arrays, of a graph, and the main entity of a page. Lists of other products are left
 * out.
 */
function rootsOf(values: readonly unknown[]): readonly JsonObject[] {
  const roots: JsonObject[] = []
  const stack = values.toReversed()
  while (stack.length > 0 && roots.length < maxValues) {
    const value = stack.pop()
    const inner = Array.isArray(value) ? value : isObject(value) ? [value['@graph'], value.mainEntity] : []
    for (const each of inner.toReversed()) if (typeof each === 'object') stack.push(each)
    if (isObject(value)) roots.push(value)
  }
  return roots
}

function toItems(roots: readonly JsonObject[]): readonly SchemaItem[] {
  const named = roots.filter((root) => typeof root['@id'] === 'string' && isDescription(root))
  const byId = new Map(named.map((root) => [root['@id'], root]))
  let left = maxValues
  const toValue = (value: unknown, depth: number): SchemaValue | undefined => {
    left -= 1
    if (typeof value === 'string') return value.includes('&') ? decodeHTMLStrict(value) : value
    if (typeof value === 'number') return value
    if (!isObject(value) || depth > maxDepth || left < 0) return undefined
    if ('@value' in value) return toValue(value['@value'], depth + 1)
    const described = isDescription(value) ? value : byId.get(value['@id'])
    return described && toItem(described, depth + 1)
  }
  const toItem = (object: JsonObject, depth: number): SchemaItem => {
    const types = listed(object['@type']).filter((type) => typeof type === 'string')
    const properties = new Map<string, SchemaValue[]>()
    for (const [key, value] of Object.entries(object)) {
      if (key.startsWith('@')) continue
      const name = schemaName(key)
      const values = properties.get(name) ?? []
      for (const each of listed(value)) {
        const read = toValue(each, depth)
        if (read !== undefined) values.push(read)
      }
      properties.set(name, values)
    }
    return { types: new Set(types.map(schemaName)), properties }
  }
  return roots.map((root) => toItem(root, 0))
}

/** Checks whether an object describes something, and does not only point to another by its `@id`. */
function isDescription(object: JsonObject): boolean {
  return Object.keys(object).some((key) => key !== '@id')
}
