import { type Counters, checkOwner, checkTexts, readAddition, readReservation } from '@telltale/core/ports'
import type { StateAccess } from './state.js'

/** Makes the counters, which check their arguments. */
export function memoryCounters(access: StateAccess): Counters {
  return {
    add: async (owner, key, amount, options) => {
      checkTexts('counters.add', 'key', [key])
      checkOwner('counters.add', owner)
      const addition = readAddition('counters.add', amount, options)
      return access.write((state) => state.counters.add(owner, key, addition))
    },
    reserve: async (owner, key, options) => {
      checkTexts('counters.reserve', 'key', [key])
      checkOwner('counters.reserve', owner)
      const reservation = readReservation('counters.reserve', options)
      return access.write((state) => state.counters.reserve(owner, key, reservation))
    },
  }
}
