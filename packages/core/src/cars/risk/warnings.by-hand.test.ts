import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assessRisk, readCarHistory } from '../index.js'

const linesOf = (file: string): readonly string[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

/** Reads a sentence as the label would be: T for a warning about the title, C for one about the condition. */
function labelOf(text: string): string {
  const { parts } = assessRisk({ text })
  const warns = (name: 'title' | 'condition') => parts.some((part) => part.name === name && part.severity > 0)
  return `${warns('title') ? 'T' : ''}${warns('condition') ? 'C' : ''}` || '-'
}

function fieldsOf(text: string): string {
  const { titleStatus, accidents, owners } = readCarHistory(text)
  const fields = { title: titleStatus, accidents, owners }
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : `,${name}=${value}`))
    .join('')
}

it('reads at least 95 in 100 sentences of sellers as a person labelled them', () => {
  const lines = linesOf('warnings.by-hand.txt')
  const wrong = lines.filter((line) => labelOf(line.slice(line.indexOf(' ') + 1)) !== line.split(' ')[0])
  expect(lines.length).toBeGreaterThan(300)
  expect(wrong.length / lines.length, wrong.join('\n')).toBeLessThanOrEqual(0.05)
})

it('reads warnings, title, accidents and owners of at least 95 in 100 lines of advertisements as labelled', () => {
  const lines = linesOf('advertisements.by-hand.txt').map((line) => {
    const [, label = '', fields = '', text = ''] =
      /^([TC-]+)((?:,(?:title=(?:parts only|\w+)|accidents=\d+|owners=\d+))*) (.*)$/.exec(line) ?? []
    return { label, fields, text }
  })
  expect(lines.length).toBeGreaterThan(300)
  const wrong = (isWrong: (line: (typeof lines)[number]) => boolean) =>
    lines.filter(isWrong).map(({ text }) => text)
  for (const missed of [
    wrong(({ label, text }) => labelOf(text) !== label),
    wrong(({ fields, text }) => fieldsOf(text) !== fields),
  ])
    expect(missed.length / lines.length, missed.join('\n')).toBeLessThanOrEqual(0.05)
})
