import { fileURLToPath } from 'node:url'
import { readServerSettings, stopOnSignals } from '@telltale/example-kit/server'
import { demoUser, startSpeedometer } from './speedometer.js'

const settings = readServerSettings({ DATA_FOLDER: './telltale-data', LOG_LEVEL: 'warn', ...process.env })
const server = await startSpeedometer(settings, fileURLToPath(new URL('../dist', import.meta.url)))
stopOnSignals(server)
console.log(`Sonic Speedometer runs at ${settings.PUBLIC_URL ?? server.url}`)
if (settings.STAGE !== 'prod')
  console.log(`Sign in as ${demoUser.email} with the password: ${demoUser.password}`)
