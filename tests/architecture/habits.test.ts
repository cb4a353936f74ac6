import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../../scripts/packages.js'
import { breaches, type Habit } from './habits.js'

/** The places that may break a habit, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {}

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  cwd: repository,
  encoding: 'utf8',
})
  .trim()
  .split('\n')

describe('the habits of the house', () => {
  it('are kept by every source file, but for exceptions that say why', () => {
    const found = sources.flatMap((path) => breaches(path, readFileSync(join(repository, path), 'utf8')))
    expect(found.filter(({ at }) => !(at.replace(/:\d+$/, '') in exceptions))).toEqual([])
  })

  const core = 'packages/core/src/prices/example.ts'
  const lines = (count: number) => `function long() {\n${'  step()\n'.repeat(count - 2)}}\n`

  it.each<[habit: Habit, broken: string, kept: string]>([
    ['a function has at most 60 lines', lines(61), lines(60)],
    [
      'a function has at most 4 parameters',
      'const sum = (a, b, c, d, e) => a',
      'const sum = (a, b, c, d) => a',
    ],
    [
      'a docstring opens with a verb or a noun',
      '/** How long it took. */\nconst tookMs = 1',
      '/** The time that it took. How is not said. */\nconst tookMs = 1',
    ],
    [
      'a docstring opens with a verb or a noun',
      'interface Page {\n  /**\n   * Whether it is empty.\n   */\n  isEmpty: boolean\n}',
      'interface Page {\n  /** `true` when it is empty. */\n  isEmpty: boolean\n}',
    ],
    ['no spread packs lines', 'const page = { ...{ a, b }, c }', 'const page = { ...a, c }'],
    ['no spread packs lines', 'const page = [...[a, b], c]', 'const page = [...a, c]'],
    [
      'a missing member is left out by `defined`',
      'const page = { ...(a && { a }) }',
      'const page = defined({ a })',
    ],
    [
      'a missing member is left out by `defined`',
      'const page = { ...(a ? { a } : {}) }',
      'const page = { ...(a ? first : second) }',
    ],
    ['an engine reads no clock', 'const now = Date.now()', 'const date = new Date(now)'],
  ])('a breach is noticed: %s', (habit, broken, kept) => {
    expect(breaches(core, broken).map((breach) => breach.habit)).toEqual([habit])
    expect(breaches(core, kept)).toEqual([])
  })
})
