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

// A parent process gets the addresses by message, a person on the terminal.
if (process.send) process.send(addresses)
else console.log(JSON.stringify(addresses))

// The shop closes together with its parent process, even when that one crashes. Ctrl-C in a terminal reaches both
// processes: the parent then closes the shop itself when it is done.
const stop = async () => {
  await close()
  if (process.connected) process.disconnect()
}
process.once('SIGTERM', stop)
process.once('disconnect', stop)
if (process.send) process.on('SIGINT', () => {})
else process.once('SIGINT', stop)
