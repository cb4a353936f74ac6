import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, type StartedKit, startKit } from '../testing/start-kit.js'
import { answer } from './answers.js'
import type { ServerContext } from './server-context.js'

let kit: StartedKit
let pages: string
let finish = () => {}
let hasBegun = () => {}
const begun = new Promise<void>((resolve) => {
  hasBegun = resolve
})

beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), 'telltale-pages-'))
  await mkdir(join(pages, 'assets'))
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>App</title>')
  await writeFile(join(pages, 'assets', 'app-1a2b.js'), 'export {}')
  await writeFile(join(pages, 'assets', 'app-1a2b.js.br'), 'packed')
  const routes = () =>
    new Hono<ServerContext>().get('/slow', async (context) => {
      hasBegun()
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return answer(context, 'done')
    })
  kit = await startKit({}, { pages, routes })
}, 60_000)
afterAll(async () => {
  await kit.end()
  await rm(pages, { recursive: true, force: true })
})

describe('pages', () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${kit.url}${path}`, { headers })

  it('are served for every path of the app, and asked for anew', async () => {
    for (const path of ['/', '/monitors/42']) {
      const response = await get(path)
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(await response.text()).toContain('<title>App</title>')
    }
  })

  it('keep hashed files for a year, packed where the browser takes it', async () => {
    const plain = await get('/assets/app-1a2b.js', { 'accept-encoding': 'identity' })
    expect(plain.headers.get('cache-control')).toContain('immutable')
    expect(await plain.text()).toBe('export {}')
    const packed = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br' }).catch(() => undefined)
    expect(packed?.headers.get('content-encoding')).toBe('br')
    await packed?.body?.cancel()
    expect((await get('/assets/none.js')).status).toBe(404)
  })

  it.each(['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fetc%2fpasswd'])(
    'lead nowhere else: %s',
    async (path) => {
      expect(await (await get(path)).text()).not.toContain('root:')
    },
  )
})

it('a stop lets a request under way end, and can be asked for twice', async () => {
  const slow = new Browser(kit.url).send('GET', '/api/slow')
  await begun
  const stopped = Promise.all([kit.stop(), kit.stop()])
  finish()
  expect((await slow).data).toBe('done')
  await stopped
  await expect(fetch(kit.url)).rejects.toThrow()
})
