import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allRoutes } from './routes/all-routes.js'

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')

it('docs/api.md names each operation, with the function of the client, and no other', () => {
  const rows = [...page.matchAll(/^\| `([A-Z]+ \/[^`]*)` +\| `([\w.]+)` +\|$/gm)].map(([, path, name]) => [
    path,
    name,
  ])
  expect(rows).toEqual(allRoutes.map(({ operation, name }) => [operation, name]))
})
