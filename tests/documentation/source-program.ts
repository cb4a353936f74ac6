import { join } from 'node:path'
import ts from 'typescript'
import { repository } from '../../scripts/packages.js'

/**
 * Makes a program of the packages' sources with the repository's own settings.
 *
 * @param virtualFiles - texts by path that are read as though they lay on the disk.
 */
export function sourceProgram(
  roots: readonly string[],
  virtualFiles = new Map<string, string>(),
): ts.Program {
  const base = ts.readConfigFile(join(repository, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, repository)
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (path) => virtualFiles.has(path) || fileExists(path)
  host.readFile = (path) => virtualFiles.get(path) ?? readFile(path)
  const program = { ...options, noUnusedLocals: false, noUnusedParameters: false }
  return ts.createProgram([...roots, ...virtualFiles.keys()], program, host)
}

/** Lists the exports of a file under the names that it exports them by, re-exports included. */
export function exportsOf(program: ts.Program, path: string): readonly ts.Symbol[] {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(path)
  const module = file && checker.getSymbolAtLocation(file)
  return module ? checker.getExportsOfModule(module) : []
}

/** Returns the compiler's errors in these files of a program, a line each: the file, the line and the message. */
export function problemsIn(program: ts.Program, paths: readonly string[]): readonly string[] {
  const diagnostics = paths.flatMap((path) => {
    const file = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
  })
  return diagnostics.map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}
