type OptionalName<Value> = {
  [Name in keyof Value]: undefined extends Value[Name] ? Name : never
}[keyof Value]

/** The type of an object whose members that may be `undefined` become optional instead. */
export type Defined<Value> = {
  [Name in keyof Value as Name extends OptionalName<Value> ? never : Name]: Value[Name]
} & {
  [Name in keyof Value as Name extends OptionalName<Value> ? Name : never]?: Exclude<Value[Name], undefined>
}

/**
 * Returns a copy of an object without the members that are `undefined`, since a missing value is an absent key.
 *
 * @example
 * ```ts
 * import { defined } from '@telltale/core/ports'
 *
 * console.log(defined({ name: 'Checkout', region: undefined })) // { name: 'Checkout' }
 * ```
 */
export function defined<const Value extends object>(value: Value): Defined<Value> {
  const result: Partial<Value> = {}
  for (const name in value) if (value[name] !== undefined) result[name] = value[name]
  return result as unknown as Defined<Value>
}

/** Returns a copy of an object without some of its members. */
export function omit<Value extends object, Name extends keyof Value>(
  value: Value,
  ...names: readonly Name[]
): Omit<Value, Name> {
  // Deleting members of a copy would make it a slow dictionary, which takes several times the memory.
  const result: Partial<Value> = {}
  for (const name of Object.keys(value) as (keyof Value)[])
    if (!(names as readonly PropertyKey[]).includes(name)) result[name] = value[name]
  return result as Omit<Value, Name>
}
