import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { RunningShop, StartShopOptions } from './server.js'

/** The time limit for the process to start, and to end after SIGTERM. */
const timeoutMs = 15_000

/** The loader of TypeScript for the child process. The parent can use another one, such as that of a test runner. */
const typescriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href

/**
 * Starts the shop in a process of its own, which ends with this one.
 *
 * @throws Error when the shop cannot start, such as on a port that is taken.
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
    let errorOutput = ''
    const fail = (reason: string) =>
      reject(new Error(`the shop did not open: ${reason}\n${errorOutput}`.trim()))
    const timeout = setTimeout(() => fail(`it took longer than ${timeoutMs} ms`), timeoutMs)
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errorOutput += text
    })
    child.once('message', (addresses) => resolve(addresses as Addresses))
    child.once('error', (error) => fail(error.message))
    child.once('close', (code) => fail(`its process ended with code ${code}`))
    for (const event of ['message', 'error', 'close']) child.once(event, () => clearTimeout(timeout))
  })
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const timeout = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  await ended
  clearTimeout(timeout)
}
