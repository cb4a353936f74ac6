import { setMaxListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { PGlite } from '@electric-sql/pglite'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import { createTelltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { pgStorage } from '@telltale/storage-pg'
import { attacks } from './attacks/index.js'
import { createGoodOwner } from './good-owner.js'
import { hostAdapters, lookup } from './host.js'
import { watchLoop } from './loop-block.js'
import type { AttackOrder, Message } from './order.js'
import { type Attack, Stage } from './stage.js'

/** A host with a good owner and a hostile one. It tells its parent how it is, several times a second. */
const sampleMs = 200
/** The number of checks that each good monitor has before the attack begins. */
const settledChecks = 2

const ending = new AbortController()
setMaxListeners(0, ending.signal)
const tell = (message: Message) => process.send?.(message)
const rssMb = () => process.memoryUsage.rss() / 2 ** 20
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

async function begin({ attacks: names, storage, ports }: AttackOrder): Promise<void> {
  const chosen = attacks.filter(({ name }) => names.includes(name))
  const telltale = createTelltale({
    storage: storage === 'pglite' ? pgStorage({ pglite: await PGlite.create() }) : memoryStorage(),
    adapters: [http(), ...hostAdapters(), webshop()],
    http: { allow: ['127.0.0.1'], lookup },
  })
  const good = await createGoodOwner(telltale, ports)
  const stage = new Stage(telltale, good, ports, ending.signal)
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error) => stage.broken.add(`${event}: ${String(error).slice(0, 200)}`))
  telltale.on('error', (error) => {
    if (error.code === 'INTERNAL') stage.broken.add(`an error was emitted: ${error.message.slice(0, 200)}`)
  })
  await telltale.start()
  for (const attack of chosen) await attack.prepare?.(stage)
  await good.checked(settledChecks)
  collect()
  const takeBlock = watchLoop()
  good.take()
  tell({ kind: 'ready', at: Date.now(), rssMb: rssMb() })
  setInterval(() => tell({ kind: 'sample', rssMb: rssMb(), blockMs: takeBlock(), ...good.take() }), sampleMs)
  ending.signal.addEventListener('abort', () => void judge(stage, chosen))
  await Promise.all(chosen.map((attack) => attack.run(stage)))
}

async function judge(stage: Stage, chosen: readonly Attack[]): Promise<void> {
  const broken = await Promise.all(chosen.map(async (attack) => (await attack.verify?.(stage)) ?? []))
  tell({ kind: 'verdict', broken: [...stage.broken, ...broken.flat()], calls: stage.calls })
}

process.on('message', (message: AttackOrder | 'stop') => {
  if (message === 'stop') ending.abort()
  else void begin(message)
})
