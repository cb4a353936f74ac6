import { z } from 'zod'

/** A setting that is read from the environment. */
export interface Setting<Value = unknown> {
  /** The schema of its text. A setting without a default value may be absent only where the schema takes `undefined`. */
  readonly schema: z.ZodType<Value, string | undefined>
  /** The meaning of it, in one sentence. */
  readonly description: string
  /** The value that `.env.example` shows. @default nothing */
  readonly example?: string
}

/** A table of settings: each by the name of its environment variable. */
export type SettingsTable = Readonly<Record<string, Setting>>

/** The values of a table of settings. */
export type SettingsOf<Table extends SettingsTable> = {
  readonly [Name in keyof Table]: z.output<Table[Name]['schema']>
}

/** The environment of a process: the texts of its variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings of a table. An empty variable counts as absent. Variables that the table does not name are left alone.
 *
 * @throws `Error` that names each variable that is wrong, and what was expected.
 */
export function readSettings<Table extends SettingsTable>(
  table: Table,
  environment: Environment,
): SettingsOf<Table> {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, { schema, description }] of Object.entries(table)) {
    const { data, error } = schema.safeParse(environment[name] || undefined)
    if (error) problems.push(`${name} (${description}): ${error.issues[0]?.message}`)
    else values[name] = data
  }
  if (problems.length > 0) throw new Error(`The settings are not complete:\n  ${problems.join('\n  ')}`)
  return values as SettingsOf<Table>
}

/** Writes the example of a `.env` file: every setting with its meaning, those without an example as comments. */
export const environmentExample = (table: SettingsTable): string =>
  Object.entries(table)
    .map(([name, { description, example }]) => {
      const line = example === undefined ? `# ${name}=` : `${name}=${example}`
      return `# ${description}\n${line}\n`
    })
    .join('\n')

/** Makes the schema of a list that is separated by commas. */
export const commaList = (item: z.ZodType<string, string>) =>
  z
    .string()
    .default('')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ''))
    .pipe(z.array(item))
