#!/usr/bin/env node
import { run } from './run.js'

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => console.log(text),
  error: (text) => console.error(text),
})
