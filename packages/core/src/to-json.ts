import { excerpt, ValidationError } from './errors/index.js'
import type { JsonRecords } from './json-records.js'
import { unknownNames } from './options/index.js'
import type { Page } from './ports/index.js'
import { recordTimes, type Times } from './record-times.js'

/**
 * Converts a record for JSON: its times, which are epoch milliseconds, become texts of ISO 8601 such as
 * `'2026-01-31T12:00:00.000Z'`. The schema of the record says which members are times, so a figure is never taken for one.
 * Everything else stays as it is, and so does the record itself.
 *
 * @param name - the kind of the record, or the name of the event whose payload it is.
 * @param value - a record, a list of them, or a page.
 * @throws `ValidationError` when there is no such kind.
 * @example
 * ```ts
 * import { toJson } from '@telltale/core'
 *
 * const monitor = await telltale.monitors.create({ url: 'https://shop.example/health' })
 * console.log(JSON.stringify(toJson('monitor', monitor))) // { "createdAt": "2026-01-31T12:00:00.000Z", … }
 * for await (const { name, data } of telltale.feed.follow()) console.log(name, toJson(name, data))
 * ```
 */
export function toJson<Name extends keyof JsonRecords>(
  name: Name,
  value: JsonRecords[Name] | readonly JsonRecords[Name][] | Page<JsonRecords[Name]>,
): object {
  if (!Object.hasOwn(recordTimes, name))
    throw new ValidationError('toJson', [
      {
        path: 'name',
        message:
          typeof name === 'string'
            ? unknownNames('kind of record', [name], Object.keys(recordTimes))
            : `expected the name of a kind of record, got ${excerpt(name)}`,
      },
    ])
  const times = recordTimes[name]
  return isPage(value)
    ? { ...value, items: withIsoTimes(value.items, times) }
    : (withIsoTimes(value, times) as object)
}

/** No record has `items`. */
const isPage = (value: object): value is Page<object> => 'items' in value && Array.isArray(value.items)

function withIsoTimes(value: unknown, times: Times | true): unknown {
  if (Array.isArray(value)) return value.map((item) => withIsoTimes(item, times))
  if (times === true) return typeof value === 'number' ? isoTime(value) : value
  if (typeof value !== 'object' || value === null) return value
  const converted: Record<string, unknown> = { ...value }
  for (const [name, within] of Object.entries(times))
    if (Object.hasOwn(converted, name)) converted[name] = withIsoTimes(converted[name], within)
  return converted
}

/** Converts a time; one that no `Date` can hold stays a number. */
function isoTime(at: number): string | number {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : date.toISOString()
}
