import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assessRisk } from '../index.js'

const lines = readFileSync(new URL('warnings.by-hand.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

/** Reads a sentence as the label would be: T for a warning about the title, C for one about the condition. */
function labelOf(text: string): string {
  const { parts } = assessRisk({ text })
  const warns = (name: 'title' | 'condition') => parts.some((part) => part.name === name && part.severity > 0)
  return `${warns('title') ? 'T' : ''}${warns('condition') ? 'C' : ''}` || '-'
}

it('reads at least 95 in 100 sentences of sellers as a person labelled them', () => {
  const wrong = lines.filter((line) => labelOf(line.slice(line.indexOf(' ') + 1)) !== line.split(' ')[0])
  expect(lines.length).toBeGreaterThan(300)
  expect(wrong.length / lines.length, wrong.join('\n')).toBeLessThanOrEqual(0.05)
})
