import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { optionsPage, optionsReference } from '../../scripts/options-reference.js'

it('docs/options.md has every option, as the code has it; `npx -y pnpm@10 docs:options` writes it anew', () => {
  const page = optionsReference()
  expect(page).toContain('## TelltaleOptions')
  expect(page).toContain('## MonitorOptions')
  expect(readFileSync(optionsPage, 'utf8')).toBe(page)
})
