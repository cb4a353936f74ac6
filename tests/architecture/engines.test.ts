import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import corePackage from '../../packages/core/package.json' with { type: 'json' }
import { bundlers, sizeBudgets } from './browser-size.js'

const sources = {
  folder: fileURLToPath(new URL('..', import.meta.url)),
  conditions: ['@telltale/source'],
}

describe.each(Object.entries(bundlers))('bundled by %s for a browser', (_, bundledBytes) => {
  it.each(sizeBudgets)('$name takes at most $maxBytes bytes gzipped, everything counted', async (budget) => {
    const bytes = await bundledBytes(budget.code, sources)
    expect(bytes).toBeLessThanOrEqual(budget.maxBytes)
    // A bundle that lacks what it should have would pass.
    expect(bytes).toBeGreaterThan(budget.maxBytes / 3)
  })
})

it('notices a Node module in what should run in a browser', async () => {
  const code = "export { readFileSync } from 'node:fs'"
  await expect(bundlers.esbuild(code, sources)).rejects.toThrow(/node:fs/)
})

it('has a budget for every engine that core exports', () => {
  const others = ['.', './ports', './http', './json', './tables', './testing', './package.json']
  const engines = Object.keys(corePackage.exports).filter((entry) => !others.includes(entry))
  const budgeted = sizeBudgets.map(({ name }) => name)
  expect(budgeted).toEqual(
    expect.arrayContaining(engines.map((entry) => `all of @telltale/core/${entry.slice(2)}`)),
  )
})
