import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { RunningShop, StartShopOptions } from './server.js'

/** How long the process may take to open the shop, and to end after it was asked to. */
const patienceMs = 15_000

/** Reads TypeScript in the child; the parent may run on something else, such as a test runner. */
const typescriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href

/**
 * Opens the shop in a process of its own, which ends with this one.
 *
 * Rejects when the shop cannot be opened, such as on a port that is taken.
 *
 * @example
 * ```ts
 * const shop = await spawnShop()
 * console.log(shop.url)
 * await shop.close()
 * ```
 */
export async function spawnShop(options: Pick<StartShopOptions, 'port' | 'pace'> = {}): Promise<RunningShop> {
  const settings = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), settings, {
    execArgv: ['--import', typescriptLoader],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  )
  const close = () => end(child, ended)
  try {
    return { ...(await addressesOf(child)), close }
  } catch (error) {
    await close()
    throw error
  }
}

type Addresses = Omit<RunningShop, 'close'>

function addressesOf(child: ChildProcess): Promise<Addresses> {
  return new Promise((resolve, reject) => {
    let complaint = ''
    const fail = (how: string) => reject(new Error(`the shop did not open: ${how}\n${complaint}`.trim()))
    const impatience = setTimeout(() => fail(`it took longer than ${patienceMs} ms`), patienceMs)
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    child.once('message', (addresses) => resolve(addresses as Addresses))
    child.once('error', (error) => fail(error.message))
    child.once('close', (code) => fail(`its process ended with code ${code}`))
    for (const event of ['message', 'error', 'close']) child.once(event, () => clearTimeout(impatience))
  })
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await ended
  clearTimeout(impatience)
}
