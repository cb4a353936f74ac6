import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeVin } from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const corpus = new URL('../../../../../../shared/data/cars/us_auction_train.csv.gz', import.meta.url)
const there = existsSync(corpus)
const digits = '0123456789X'

describe('a VIN', () => {
  it('is read with its maker, its region, its check digit and its year', () => {
    expect(decodeVin(' 1m8gdm9a-xkp042788 ')).toMatchObject({
      vin: '1M8GDM9AXKP042788',
      wmi: '1M8',
      region: 'North America',
      hasValidCheckDigit: true,
    })
  })

  it.each([
    ['2HKRL18601H596275', [2001]],
    ['4T1BF1FK8CU030085', [2012]],
    ['WAUZZZ8K0CA000001', [1982, 2012]],
    ['WAUZZZ8K00A000001', []],
  ])('%s is of %j', (vin, years) => {
    expect(decodeVin(vin)?.modelYears).toEqual(years)
  })

  it.each([
    ['AAVZZZ6SZEU000001', 'Africa'],
    ['JTHBN30F030116592', 'Asia'],
    ['WAUZZZ8K0CA000001', 'Europe'],
    ['6G1YK82A52L000001', 'Oceania'],
    ['9BWZZZ377VT000001', 'South America'],
  ])('%s is of %s', (vin, region) => {
    expect(decodeVin(vin)?.region).toBe(region)
  })

  it.each(['', '1M8GDM9AXKP04278', '1M8GDM9AXKP0427888', 'IM8GDM9AXKP042788', '1M8GDM9AXKP04278O'])(
    'is not what %j is',
    (text) => {
      expect(decodeVin(text)).toBeUndefined()
    },
  )

  it('shows any single digit that was mistyped', () => {
    const at = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16)
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 9 }), (position, step) => {
        const right = '1'.repeat(17)
        const wrong = `${right.slice(0, position)}${(1 + step) % 10}${right.slice(position + 1)}`
        expect(decodeVin(right)?.hasValidCheckDigit).toBe(true)
        expect(decodeVin(wrong)?.hasValidCheckDigit).toBe(false)
      }),
      timeLimit,
    )
  })

  it('has one check digit and no other', () => {
    const holding = [...digits].filter((digit) => decodeVin(`1M8GDM9A${digit}KP042788`)?.hasValidCheckDigit)
    expect(holding).toEqual(['X'])
  })

  it.skipIf(!there)('gives the year of real auction cars (needs shared/data)', () => {
    const [, ...rows] = gunzipSync(readFileSync(corpus)).toString('utf8').trim().split('\n')
    const cars = rows
      .map((row) => row.split(','))
      .map(([vin = '', year]) => ({ decoded: decodeVin(vin), year }))
    const read = cars.filter(({ decoded }) => decoded?.hasValidCheckDigit)
    const right = read.filter(({ decoded, year }) => decoded?.modelYears.includes(Number(year)))
    expect(read.length).toBe(cars.length)
    expect(right.length / read.length).toBeGreaterThan(0.999)
  })
})
