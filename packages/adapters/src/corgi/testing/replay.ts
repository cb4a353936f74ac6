import type { CorgiDecoder } from '../corgi.js'
import { recorded } from './recorded.js'

/** Makes a decoder that replays recorded results, and logs its calls. */
export function replay(): { readonly open: () => Promise<CorgiDecoder>; readonly seen: string[] } {
  const seen: string[] = []
  const open = async (): Promise<CorgiDecoder> => {
    seen.push('open')
    return {
      decode: async (vin) => {
        seen.push(vin)
        const result = recorded[vin]
        if (!result) throw new Error(`nothing is recorded for ${vin}`)
        return result
      },
      close: async () => {
        seen.push('close')
      },
    }
  }
  return { open, seen }
}
