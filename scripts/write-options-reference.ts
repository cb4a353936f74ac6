import { writeFileSync } from 'node:fs'
import { optionsPage, optionsReference } from './options-reference.js'

writeFileSync(optionsPage, optionsReference())
