import { createHook } from 'node:async_hooks'

// Imports each module in turn and prints what that sets going, by module, also what would not keep the process alive:
// `node import-quietly.mjs <module> …`.
const noise =
  /^(Timeout|TCP|UDP|PIPE|TLS|HTTP|GETADDRINFO|GETNAMEINFO|QUERY|PROCESS|WORKER|SIGNAL|STATWATCHER|FSEVENT)/
const listeners = () => new Map(process.eventNames().map((event) => [event, process.listenerCount(event)]))

void [process.stdout, process.stderr] // opened on first touch, which Node's own modules may do

async function startedBy(module) {
  const started = new Set()
  const before = listeners()
  const hook = createHook({ init: (_id, type) => noise.test(type) && started.add(type) }).enable()
  await import(module)
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  hook.disable()
  for (const [event, count] of listeners())
    if (count !== (before.get(event) ?? 0)) started.add(`process.on('${event}')`)
  return [...started]
}

const found = {}
for (const module of process.argv.slice(2)) found[module] = await startedBy(module)
console.log(JSON.stringify(found))
