import { ValidationError } from '../../errors/index.js'
import { expandVariables, type Variables } from './gatus-variables.js'

const where = 'readGatus'

/** The limit on the length of all texts. A file of a thousand endpoints has some 200 KB. */
const maxTextChars = 2 ** 19

/** The limits of a configuration: far more than any has, and little enough to be read at once. */
const yamlLimits = { maxDepth: 100, maxAliases: 5_000, maxTotalMergeKeys: 100_000 }

/** A mapping of YAML. */
export type Mapping = Readonly<Record<string, unknown>>

/**
 * Parses the files of a configuration. Each may hold several documents, and a document may be a ConfigMap of Kubernetes
 * whose data are files. The YAML parser is loaded by the first call.
 *
 * @throws `ValidationError` naming the file and the line that cannot be read.
 */
export async function parseGatusFiles(
  files: readonly string[],
  variables: Variables,
): Promise<readonly Mapping[]> {
  const tooLong = files.reduce((sum, file) => sum + file.length, 0) > maxTextChars
  if (tooLong) throw refuse('', `expected configurations of up to ${maxTextChars} characters in all`)
  const parse = await yamlParser(variables)
  return files.flatMap((file, index) => {
    const place = files.length > 1 ? `[${index}]` : ''
    return parse(file, place).flatMap((document) => configsOf(document, place, parse))
  })
}

type Parse = (yaml: string, place: string) => readonly unknown[]

async function yamlParser(variables: Variables): Promise<Parse> {
  const { CORE_SCHEMA, loadAll, mergeTag, YAMLException } = await import('js-yaml')
  const options = { ...yamlLimits, schema: CORE_SCHEMA.withTags(mergeTag), json: true }
  return (yaml, place) => {
    try {
      return loadAll(expandVariables(yaml, variables), options)
    } catch (cause) {
      // What the parser says may quote the text, which may be a password.
      const line = cause instanceof YAMLException ? cause.mark?.line : undefined
      const message = 'expected YAML, neither nested nor repeated without end'
      throw refuse(place, line === undefined ? message : `${message}: line ${line + 1} cannot be read`)
    }
  }
}

function configsOf(document: unknown, place: string, parse: Parse): readonly Mapping[] {
  if (document === null || document === undefined) return []
  if (typeof document !== 'object' || Array.isArray(document))
    throw refuse(place, `expected an object, got a ${Array.isArray(document) ? 'list' : typeof document}`)
  const { kind, data } = document as Mapping
  if (kind !== 'ConfigMap') return [document as Mapping]
  const files = Object.entries((data ?? {}) as Mapping).filter(([name]) => /\.ya?ml$/.test(name))
  return files.flatMap(([, file]) =>
    typeof file === 'string' ? parse(file, place).flatMap((inner) => configsOf(inner, place, parse)) : [],
  )
}

const refuse = (path: string, message: string) => new ValidationError(where, [{ path, message }])
