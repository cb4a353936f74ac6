import { type Counters, checkOwner, checkTexts, readAddition, readReservation } from '@telltale/core/ports'
import type { Access } from './access.js'

/** The counters, with what comes in checked here. */
export function memoryCounters({ write }: Access): Counters {
  return {
    add: async (owner, key, amount, options) => {
      checkTexts('counters.add', 'key', [key])
      checkOwner('counters.add', owner)
      const addition = readAddition('counters.add', amount, options)
      return write((state) => state.counts.add(owner, key, addition))
    },
    reserve: async (owner, key, options) => {
      checkTexts('counters.reserve', 'key', [key])
      checkOwner('counters.reserve', owner)
      const reservation = readReservation('counters.reserve', options)
      return write((state) => state.counts.reserve(owner, key, reservation))
    },
  }
}
