import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))

/** A child process that reports its progress, one line of JSON at a time. */
export interface Writer<Told> {
  /** Returns the last report. */
  told(): Told | undefined
  /** Ends the process with kill -9. Resolves when all of its reports were read. */
  kill(): Promise<void>
  /** Resolves when the process has ended by itself. */
  ended(): Promise<void>
}

/** Starts a module with arguments. Resolves after its first report. */
export async function startWriter<Told>(file: string, args: readonly string[]): Promise<Writer<Told>> {
  const conditions = ['--conditions=@telltale/source', '--import=tsx']
  const child: ChildProcess = spawn(process.execPath, [...conditions, file, ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  let told: Told | undefined
  const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> })
  const first = once(lines, 'line')
  lines.on('line', (line) => {
    told = JSON.parse(line)
  })
  const endedEarly = closed.then(([code]) => {
    if (told === undefined) throw new Error(`${file} ended with code ${code} before it told anything`)
  })
  await Promise.race([first, endedEarly])
  return {
    told: () => told,
    kill: async () => {
      child.kill('SIGKILL')
      await closed
    },
    ended: async () => {
      const [code] = await closed
      if (code !== 0) throw new Error(`${file} ended with code ${code}`)
    },
  }
}
