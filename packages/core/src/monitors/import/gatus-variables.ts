/** Variables of the environment, by their names. */
export type Variables = Readonly<Record<string, string | undefined>>

/** The characters around the name of a variable that has no value: YAML takes them as letters, and nobody writes them. */
const [opening, closing] = ['\uE000', '\uE001']

const unresolved = new RegExp(`${opening}(\\w+)${closing}`, 'g')

/**
 * Puts the values of variables in the place of `${NAME}` and `$NAME`, as Gatus does with the whole text (config/config.go).
 * `$$` stands for a dollar sign. A variable without a value is marked: see {@link missingVariables}.
 */
export function expandVariables(text: string, variables: Variables): string {
  return text.replace(/\$(?:\$|\{(\w+)\}|([A-Za-z_]\w*))/g, (_whole, braced?: string, plain?: string) => {
    const name = braced ?? plain
    if (name === undefined) return '$'
    return (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? mark(name)
  })
}

const mark = (name: string): string => `${opening}${name}${closing}`

/** Returns the names of the variables without a value that are in a value, each once. */
export function missingVariables(value: unknown): readonly string[] {
  const found =
    typeof value === 'string' ? [...value.matchAll(unresolved)].map(([, name]) => name as string) : []
  const within =
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(missingVariables) : []
  return [...new Set([...found, ...within])]
}

/** Returns a text with the variables as they were written. */
export const showVariables = (text: string): string => text.replace(unresolved, (_, name) => `\${${name}}`)
