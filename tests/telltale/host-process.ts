// A host as a program of its own: checks what it is told to once a second, keeps it in a file, and ends when asked to.
import { fileURLToPath } from 'node:url'
import { http } from '@telltale/adapters/http'
import { createTelltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'

/** This file. */
export const hostProcess = fileURLToPath(import.meta.url)

if (process.argv[1] === hostProcess) {
  const [file = '', ...urls] = process.argv.slice(2)
  const telltale = createTelltale({
    storage: memoryStorage({ file }),
    adapters: [http()],
    http: { allow: ['127.0.0.1'] },
  })
  telltale.on('error', (error) => console.error(error.message))
  for (const url of urls) await telltale.monitors.create({ name: url, url, every: '1s', timeout: '60s' })
  await telltale.start()
  process.once('SIGTERM', () => telltale.close())
}
