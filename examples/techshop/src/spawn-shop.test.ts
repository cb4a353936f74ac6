import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { extractProduct } from '@telltale/adapters/webshop'
import { afterEach, describe, expect, it } from 'vitest'
import { spawnShop } from './index.js'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const loader = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href]

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

describe('spawnShop', () => {
  it('opens the shop in a process of its own', async () => {
    const shop = await spawnShop()
    const [first = ''] = shop.productUrls
    const reading = extractProduct(await (await fetch(first)).text(), first)
    expect(reading).toMatchObject({ status: 'read', title: 'Aurora X2 256 GB', price: { amount: '799.00' } })
    expect((await fetch(shop.healthUrl)).status).toBe(200)
    await Promise.all([shop.close(), shop.close()])
    await expect(fetch(shop.url)).rejects.toThrow()
  })

  it('says why the shop did not open', async () => {
    await expect(spawnShop({ pace: -1 })).rejects.toThrow(
      /did not open[\s\S]*expected pace to be a number above 0/,
    )
  })
})

describe('the process', () => {
  it('prints where the shop is on one line, and closes when it is asked to end', async () => {
    const child = spawn(process.execPath, [...loader, main, '--pace', '0.1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    started.push(child)
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
    const { url } = JSON.parse(line) as { url: string }
    expect((await fetch(url)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('ends when the program that started it is gone', async () => {
    const child = fork(main, { execArgv: loader })
    started.push(child)
    await once(child, 'message')
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
