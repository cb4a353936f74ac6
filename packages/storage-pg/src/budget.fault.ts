import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { BudgetError, createTelltale } from '@telltale/core'
import { pgStorage } from './index.js'
import { startServer } from './testing/server.js'

const thisFile = fileURLToPath(import.meta.url)
const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** The calls of the budget for each process that spends it. */
const callsOfEach = 125
/** The number of concurrent calls of a process, which may be lost with it. */
const concurrentCalls = 4
/** The time that the source takes for an answer. The budget then lasts for six seconds. */
const answerMs = 200
/** The time after the first call in which half of the processes are killed. */
const killSpanMs = 4_000

/** Calls the source until its budget is used up. */
async function spendAll([connectionString = '', schema = '', url = '', limit = '']: readonly string[]) {
  const telltale = createTelltale({
    storage: pgStorage({ connectionString, schema }),
    adapters: [{ specVersion: 1, id: 'paid', specs: { find: async () => undefined } }],
    budgets: { adapters: { paid: { callsPerMonth: Number(limit) } }, paceFrom: 1 },
  })
  const spend = async () => {
    for (;;) await telltale.ask('paid', ({ http }) => http.get(url, { trust: 'configured' }))
  }
  const ends = await Promise.allSettled(Array.from({ length: concurrentCalls }, spend))
  for (const end of ends)
    if (end.status === 'rejected' && !(end.reason instanceof BudgetError)) throw end.reason
  await telltale.close()
}

/** Starts a process that spends when it is told to. Resolves when it is ready. */
async function startSpender(order: readonly string[]): Promise<ChildProcess> {
  const conditions = ['--conditions=@telltale/source', '--import=tsx']
  const child = spawn(process.execPath, [...conditions, thisFile, ...order], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

/** Lets a process spend until the budget is used up. */
async function spendUndisturbed(child: ChildProcess): Promise<void> {
  child.send('spend')
  const [code, signal] = await once(child, 'exit')
  if (code !== 0) throw new Error(`a process ended with ${code ?? signal}`)
}

/** Kills a process while it spends, and starts another one in its place. Returns `true` when it was killed in time. */
async function spendAndDie(child: ChildProcess, order: readonly string[]): Promise<boolean> {
  child.send('spend')
  const exited = once(child, 'exit')
  const isOver = await Promise.race([
    exited.then(() => true),
    setTimeout(Math.random() * killSpanMs).then(() => false),
  ])
  if (!isOver) child.kill('SIGKILL')
  const [, signal] = await exited
  await spendUndisturbed(await startSpender(order))
  return signal === 'SIGKILL'
}

async function spendOnce(
  connectionString: string,
  schema: string,
  processes: number,
): Promise<readonly string[]> {
  const limit = processes * callsOfEach
  let calls = 0
  const source = createServer(async (_, response) => {
    calls++
    await setTimeout(answerMs)
    response.end('ok')
  }).listen(0, '127.0.0.1')
  await once(source, 'listening')
  const storage = pgStorage({ connectionString, schema })
  await storage.migrate()
  await storage.close()
  const url = `http://127.0.0.1:${(source.address() as AddressInfo).port}/`
  const order = [connectionString, schema, url, String(limit)]
  const children = await Promise.all(Array.from({ length: processes }, () => startSpender(order)))
  const ends = await Promise.all(
    children.map((child, index) => (index % 2 ? spendUndisturbed(child) : spendAndDie(child, order))),
  )
  const kills = ends.filter((killed) => killed === true).length
  source.close()
  const minCalls = limit - kills * concurrentCalls
  const broken: string[] = []
  if (calls > limit) broken.push(`${calls} calls of ${limit} reached the source`)
  if (calls < minCalls)
    broken.push(`${calls} calls reached the source; ${kills} kills explain no fewer than ${minCalls}`)
  if (kills === 0) broken.push('no process was killed while it spent')
  return broken
}

/** Eight processes spend one budget while some of them are killed. No call may exceed the budget. */
export const faultRun = {
  name: 'budgets: kill -9 while eight processes spend one',
  rounds: 3,
  run: async (rounds: number, processes = 8): Promise<readonly string[]> => {
    const server = await startServer()
    try {
      const broken: string[] = []
      for (let round = 1; round <= rounds; round++)
        broken.push(...(await spendOnce(server.connectionString, `spend_${round}`, processes)))
      return broken
    } finally {
      await server.stop()
    }
  },
}

if (process.argv[1] === thisFile) {
  process.send?.('ready')
  await once(process, 'message')
  process.disconnect?.()
  await spendAll(process.argv.slice(2))
}
