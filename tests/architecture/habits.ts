import ts from 'typescript'

/** A place in a source that breaks a habit of the house. */
export interface Breach {
  readonly habit: Habit
  /** Path of the file and line, such as `packages/core/src/time/clock.ts:12`. */
  readonly at: string
  readonly text: string
}

/** The habits that a machine can hold. CONTRIBUTING says why. */
export type Habit =
  | 'a function has at most 60 lines'
  | 'a function has at most 4 parameters'
  | 'a docstring opens with a verb or a noun'
  | 'no spread packs lines'
  | 'a missing member is left out by `defined`'
  | 'an engine reads no clock'

const maxLines = 60
const maxParameters = 4
const questionWord = /^\/\*\*[\s*]*(What|How|Whether|When|Where|Which|Why|Who)\b/
const engineFile = /^packages\/core\/src\/(latency|cars|prices|statistics)\//

/** Lists the places of one source file that break a habit. */
export function breaches(path: string, text: string): readonly Breach[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const isTest = /\.(test|fault)\.ts$|\/testing\/|^tests\/|^benchmarks\//.test(path)
  const found: Breach[] = []
  const note = (habit: Habit, node: ts.Node) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
    found.push({ habit, at: `${path}:${line + 1}`, text: node.getText(file).slice(0, 80) })
  }
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node)) {
      if (node.parameters.length > maxParameters) note('a function has at most 4 parameters', node)
      if (!isTest && linesOf(file, node) > maxLines) note('a function has at most 60 lines', node)
    }
    for (const doc of ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc))
      if (doc.parent === node && questionWord.test(doc.getText(file)))
        note('a docstring opens with a verb or a noun', doc)
    if (isPack(node)) note('no spread packs lines', node)
    if (isConditionalSpread(node)) note('a missing member is left out by `defined`', node)
    if (engineFile.test(path) && !isTest && readsClock(node)) note('an engine reads no clock', node)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function linesOf(file: ts.SourceFile, node: ts.Node): number {
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line
  return line(node.getEnd()) - line(node.getStart(file)) + 1
}

/** Checks for `...{ a, b }` and `...[a, b]`, which say no more than `a, b`. */
function isPack(node: ts.Node): boolean {
  if (ts.isSpreadAssignment(node)) return ts.isObjectLiteralExpression(node.expression)
  return ts.isSpreadElement(node) && ts.isArrayLiteralExpression(node.expression)
}

/** Checks for `...(x && { x })` and `...(x ? { x } : {})`. */
function isConditionalSpread(node: ts.Node): boolean {
  if (!ts.isSpreadAssignment(node)) return false
  let inner = node.expression
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression
  const isEmpty = (part: ts.Expression) => ts.isObjectLiteralExpression(part) && part.properties.length === 0
  if (ts.isConditionalExpression(inner)) return isEmpty(inner.whenTrue) || isEmpty(inner.whenFalse)
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
}

/** Checks for `Date.now()`, `performance.now()` and `new Date()`. */
function readsClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length
  return ts.isCallExpression(node) && /^(Date|performance)\.now$/.test(node.expression.getText())
}
