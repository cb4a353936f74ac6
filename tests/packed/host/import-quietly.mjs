import { createHook } from 'node:async_hooks'

// Prints what importing a module sets going, also what would not keep the process alive: `node import-quietly.mjs <module>`.
const noise =
  /^(Timeout|TCP|UDP|PIPE|TLS|HTTP|GETADDRINFO|GETNAMEINFO|QUERY|PROCESS|WORKER|SIGNAL|STATWATCHER|FSEVENT)/
const started = new Set()
const listeners = () => process.eventNames().map((event) => [event, process.listenerCount(event)])
const before = new Map(listeners())

void [process.stdout, process.stderr] // opened on first touch, which Node's own modules may do
const hook = createHook({ init: (_id, type) => noise.test(type) && started.add(type) }).enable()
await import(process.argv[2])
for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
hook.disable()

for (const [event, count] of listeners())
  if (count !== (before.get(event) ?? 0)) started.add(`process.on('${event}')`)
console.log(JSON.stringify([...started]))
