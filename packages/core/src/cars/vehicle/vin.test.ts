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
    // A heavy truck by Freightliner and a motorcycle: position 7 says nothing.
    ['1FUJA6CK54LM12345', [2004, 2034]],
    ['1HD1KEM18BB612345', [1981, 2011]],
    // A truck of Isuzu, a motorcycle of Honda, each with a valid check digit, and a trailer of a small maker.
    ['JALC4W161C7000123', [1982, 2012]],
    ['JH2RC4467BK000001', [1981, 2011]],
    ['1A9BE1010BF123456', [1981, 2011]],
  ])('%s is of %j', (vin, years) => {
    expect(decodeVin(vin)?.modelYears).toEqual(years)
  })

  it.each([
    ['AAVZZZ6SZEU000001', 'Africa'],
    ['JTHBN30F030116592', 'Asia'],
    ['WAUZZZ8K0CA000001', 'Europe'],
    ['6G1YK82A52L000001', 'Oceania'],
    ['7A8DP0R0X05000001', 'Oceania'],
    ['7SAYGDEE9NF000001', 'North America'],
    ['7JRH60FL5NG000001', 'North America'],
    ['HJRPBGJB8PF000001', 'Asia'],
    ['9BWZZZ377VT000001', 'South America'],
  ])('%s is of %s', (vin, region) => {
    expect(decodeVin(vin)?.region).toBe(region)
  })

  it.each([
    '',
    '1M8GDM9AXKP04278',
    '1M8GDM9AXKP0427888',
    'IM8GDM9AXKP042788',
    '1M8GDM9AXKP04278O',
    '1'.repeat(17),
    '12345678901234567',
    '1212121212121212',
    '12345678912345678',
    'ABCDEFGHJKLMN1234',
    'TESTTESTTEST12345',
    'XXXXXXXXXXXXX1234',
    '1M8GDM9AXKP0427AB',
  ])('is not what %j is', (text) => {
    expect(decodeVin(text)).toBeUndefined()
  })

  it('gives both years to any European number of the years from 1981 on, whatever its position 9', () => {
    const years = [...'0123456789X'].map((digit) => decodeVin(`WAUZZZ8K${digit}BA000123`)?.modelYears)
    expect(years).toEqual(Array(11).fill([1981, 2011]))
  })

  it('shows any single digit that was mistyped', () => {
    const right = '1M8GDM9AXKP042788'
    const at = fc.constantFrom(0, 2, 6, 11, 12, 13, 14, 15, 16)
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 9 }), (position, step) => {
        const digit = (Number(right[position]) + step) % 10
        const wrong = `${right.slice(0, position)}${digit}${right.slice(position + 1)}`
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
