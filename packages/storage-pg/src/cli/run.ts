import { parseArgs } from 'node:util'
import { toStorageError } from '../failures.js'
import { openDatabase } from '../open-driver.js'
import { commands } from './commands.js'

const usage = `telltale-pg <plan | migrate | doctor> [options]

  plan       shows what \`migrate\` would do, and changes nothing; exits with 3 when there is something
  migrate    brings a schema to this version
  doctor     checks whether a storage can work; exits with 3 when something is wrong

  --url <connection string>    the server; DATABASE_URL when absent
  --directory <folder>         an embedded database of PGlite instead
  --schema <name>              the schema of the tables; telltale when absent
  --json                       prints JSON

Exit codes: 0 when all is well, 1 after a failure, 2 for wrong arguments.`

const options = {
  url: { type: 'string' },
  directory: { type: 'string' },
  schema: { type: 'string', default: 'telltale' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** The environment of the command line. */
export interface Terminal {
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Prints to the standard output. */
  out(text: string): void
  /** Prints to the standard error. */
  error(text: string): void
}

/** Runs `telltale-pg`. Returns its exit code. */
export async function run(args: readonly string[], { env, out, error }: Terminal): Promise<number> {
  const given = readArguments(args)
  if (typeof given === 'string') {
    error(`${given}\n\n${usage}`)
    return 2
  }
  const { command, values } = given
  if (values.help) {
    out(usage)
    return 0
  }
  const connectionString = values.url ?? env.DATABASE_URL
  const location = values.directory ? { directory: values.directory } : { connectionString }
  if (!command || !(values.directory || connectionString)) {
    error(`${command ? 'name a database: --url, DATABASE_URL or --directory' : 'name a command'}\n\n${usage}`)
    return 2
  }
  const { driver } = openDatabase(location)
  try {
    const { exitCode, json, lines } = await command(driver, values.schema)
    out(values.json ? JSON.stringify(json, undefined, 2) : lines.join('\n'))
    return exitCode
  } catch (cause) {
    const failure = toStorageError(cause)
    const message = failure instanceof Error ? failure.message : String(failure)
    if (values.json) out(JSON.stringify({ schema: values.schema, error: message }))
    error(message)
    return 1
  } finally {
    await driver.close()
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [name = '', ...more] = positionals
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (more.length > 0 || (name !== '' && !command)) return `there is no command '${positionals.join(' ')}'`
    return { command, values }
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
