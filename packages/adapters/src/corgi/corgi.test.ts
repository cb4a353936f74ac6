import type { AdapterContext } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { type CorgiOptions, corgi } from './index.js'
import { recorded } from './testing/recorded.js'
import { replay } from './testing/replay.js'

const context = { signal: new AbortController().signal } as AdapterContext
const decode = (vin: string) => corgi({ open: replay().open }).decode?.vin(vin, context)

describe('corgi', () => {
  it('gives what the tables say in the engine’s own words', async () => {
    expect(await decode('2HKRL18601H596275')).toEqual({
      vin: '2HKRL18601H596275',
      make: 'Honda',
      model: 'Odyssey',
      year: 2001,
      trim: 'EX',
      body: 'minivan',
      fuel: 'gasoline',
      asWritten: { body: 'Minivan', fuel: 'Gasoline' },
    })
    expect(await decode('4t1bf1fk8-cu030085')).toMatchObject({ make: 'Toyota', model: 'Camry', year: 2012 })
  })

  it('does not decode a VIN that was mistyped, though the tables call it valid', async () => {
    const mistyped = '4T1BF1FK9CU030085'
    expect(recorded[mistyped]?.valid).toBe(true)
    expect(await decode(mistyped)).toBeUndefined()
  })

  it('knows nothing of a car whose model the tables do not have', async () => {
    expect(await decode('WAUZZZ8K0CA000001')).toBeUndefined()
  })

  it('opens the decoder with the first call, once, and closes it', async () => {
    const { open, seen } = replay()
    const adapter = corgi({ open })
    await adapter.close?.()
    expect(seen).toEqual([])
    await adapter.decode?.vin('1HGCM82633A004352', context)
    await adapter.decode?.vin('no VIN', context)
    await adapter.decode?.vin('4T1BF1FK8CU030085', context)
    await adapter.close?.()
    await adapter.close?.()
    expect(seen).toEqual(['open', '1HGCM82633A004352', '4T1BF1FK8CU030085', 'close'])
  })

  it('tries again where the decoder did not open', async () => {
    const { open } = replay()
    let tries = 0
    const adapter = corgi({
      open: async () => {
        tries += 1
        if (tries === 1) throw new Error('the disk is full')
        return open()
      },
    })
    await expect(adapter.decode?.vin('1HGCM82633A004352', context)).rejects.toThrow('the disk is full')
    expect(await adapter.decode?.vin('1HGCM82633A004352', context)).toMatchObject({
      make: 'Honda',
      model: 'Accord',
    })
  })

  it.each([[{}], [{ open: 'file' }], [{ open: async () => {}, id: '' }]])('refuses %j', (options) => {
    expect(() => corgi(options as unknown as CorgiOptions)).toThrow(/^corgi: /)
  })
})
