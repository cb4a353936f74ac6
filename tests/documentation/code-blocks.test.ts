import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { repository } from '../../scripts/packages.js'
import { problemsIn, sourceProgram } from './source-program.js'

const prelude = fileURLToPath(new URL('prelude.ts', import.meta.url))

/** The code blocks of a page that are marked `ts`: each a file beside the prelude, in which every line keeps its number. */
function codeBlocks(page: string, text: string): [path: string, code: string][] {
  return [...text.matchAll(/(?<=^```ts\n).*?(?=^```$)/gms)].map(({ index, 0: code }) => {
    const linesBefore = text.slice(0, index).split('\n').length - 1
    const name = `${page.replaceAll('/', ' ')} ${linesBefore}.ts`
    return [fileURLToPath(new URL(name, import.meta.url)), '\n'.repeat(linesBefore) + code]
  })
}

function problemsInBlocks(blocks: readonly [path: string, code: string][]): readonly string[] {
  const files = new Map(blocks)
  return problemsIn(sourceProgram([prelude], files), [prelude, ...files.keys()])
}

it('every code block of the documentation compiles', { timeout: 180_000 }, () => {
  const listed = ['ls-files', '-co', '--exclude-standard', '*.md', ':!:.*', ':!:*CHANGELOG.md']
  const pages = execFileSync('git', listed, { cwd: repository, encoding: 'utf8' }).split('\n').filter(Boolean)
  const blocks = pages.flatMap((page) => codeBlocks(page, readFileSync(join(repository, page), 'utf8')))
  expect(blocks).not.toEqual([])
  expect(problemsInBlocks(blocks)).toEqual([])
})

it('notices a code block that does not compile, and says where', { timeout: 60_000 }, () => {
  const page = 'One adds:\n\n```ts\nconst sum: number = 1 + 1\nconst text: string = sum\n```\n'
  expect(problemsInBlocks(codeBlocks('docs/sums.md', page))).toEqual([
    expect.stringMatching(/docs sums\.md 3\.ts:5 Type 'number' is not assignable to type 'string'/),
  ])
})
