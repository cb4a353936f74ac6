import { parseArgs } from 'node:util'
import { defined } from '@telltale/core/ports'
import { startShop } from './server.js'

const { values } = parseArgs({ options: { port: { type: 'string' }, pace: { type: 'string' } } })
const shop = await startShop(
  defined({
    port: values.port === undefined ? undefined : Number(values.port),
    pace: values.pace === undefined ? undefined : Number(values.pace),
  }),
)
const { close, ...addresses } = shop

// A program that started the shop hears where it is by message; a person reads it.
if (process.send) process.send(addresses)
else console.log(JSON.stringify(addresses))

// The shop closes with whoever started it, even when that one is gone without a word. Ctrl-C in a terminal reaches
// both: a parent then closes its shop itself, once it is done with it.
const leave = async () => {
  await close()
  if (process.connected) process.disconnect()
}
process.once('SIGTERM', leave)
process.once('disconnect', leave)
if (process.send) process.on('SIGINT', () => {})
else process.once('SIGINT', leave)
