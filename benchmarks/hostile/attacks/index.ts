import type { Attack } from '../stage.js'
import { callAttacks } from './calls.js'
import { optionAttacks } from './options.js'
import { pageAttacks } from './pages.js'
import { targetAttacks } from './targets.js'

/** Every attack. */
export const attacks: readonly Attack[] = [...callAttacks, ...targetAttacks, ...pageAttacks, ...optionAttacks]
