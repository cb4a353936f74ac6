import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { http } from '@telltale/adapters/http'
import { createTelltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { expect, it, onTestFinished } from 'vitest'
import { hostProcess } from './host-process.js'
import { nextEvents } from './start.js'
import { Target } from './target.js'

const tests = fileURLToPath(new URL('..', import.meta.url))

function startHost(file: string, urls: readonly string[]): ChildProcess {
  const conditions = ['--conditions=@telltale/source', '--import=tsx']
  const child = spawn(process.execPath, [...conditions, hostProcess, file, ...urls], {
    cwd: tests,
    stdio: 'inherit',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-terminate-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'kept.ndjson')
}

/** A server that never answers `/silent`, and delays its first answers to other paths until the test releases them. */
async function startTarget() {
  const target = await Target.start()
  const held: ServerResponse[] = []
  const answered: string[] = []
  let isHolding = true
  let onHeld = () => {}
  const answer = (response: ServerResponse, path: string) => {
    if (path === '/silent') return
    answered.push(path)
    response.end('ok')
  }
  target.answer = (response, path) => {
    if (!isHolding) return answer(response, path)
    held.push(response)
    onHeld()
  }
  return {
    target,
    answered,
    /** Resolves once so many requests are held. */
    holding: (count: number) =>
      new Promise<void>((resolve) => {
        onHeld = () => held.length === count && resolve()
        onHeld()
      }),
    release: () => {
      isHolding = false
      for (const response of held) answer(response, response.req.url ?? '')
    },
  }
}

const checksIn = async (file: string) => {
  const checks: { readonly failure?: unknown }[] = []
  for await (const { name, row } of memoryStorage({ file }).dump()) if (name === 'checks') checks.push(row)
  return checks
}

it('a process that gets SIGTERM ends within ten seconds, and loses no check that was answered', async () => {
  const file = await temporaryFile()
  const { target, answered, holding, release } = await startTarget()
  const paths = ['silent', 'a', 'b', 'c', 'd']
  const urls = paths.map((path) => target.url + path)
  const child = startHost(file, urls)
  await holding(paths.length)
  const askedAt = performance.now()
  child.kill('SIGTERM')
  release()
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(performance.now() - askedAt).toBeLessThan(10_000)
  const checks = await checksIn(file)
  expect(answered.toSorted()).toEqual(['/a', '/b', '/c', '/d'])
  expect(checks.filter(({ failure }) => failure === undefined)).toHaveLength(answered.length)
  expect(checks).toHaveLength(answered.length)

  // The next process takes up what this one had to let go.
  target.answer = (response) => void response.end('ok')
  const telltale = createTelltale({
    storage: memoryStorage({ file }),
    adapters: [http()],
    http: { allow: ['127.0.0.1'] },
  })
  onTestFinished(() => telltale.close())
  const checked = nextEvents(telltale, 'monitor:checked', paths.length)
  await telltale.start()
  const names = (await checked).map(({ monitor }) => monitor.name)
  expect(new Set(names)).toEqual(new Set(urls))
}, 40_000)
