import { createHook } from 'node:async_hooks'

// Prints what importing a module sets going, also what would not keep the process alive: `node import-quietly.mjs <module>`.
const noise =
  /^(Timeout|TCP|UDP|PIPE|TLS|HTTP|GETADDRINFO|GETNAMEINFO|QUERY|PROCESS|WORKER|SIGNAL|STATWATCHER|FSEVENT)/
const started = new Set()
const hook = createHook({ init: (_id, type) => noise.test(type) && started.add(type) }).enable()
const events = new Set(process.eventNames())
await import(process.argv[2])
hook.disable()
for (const event of process.eventNames())
  if (!events.has(event)) started.add(`process.on('${String(event)}')`)
console.log(JSON.stringify([...started]))
