import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertUnit, isVehicleUnit, unitKind, type VehicleUnit } from './index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const kinds: readonly (readonly VehicleUnit[])[] = [
  ['km', 'mi'],
  ['km/h', 'mph'],
  ['kW', 'hp', 'PS'],
  ['Nm', 'lb-ft'],
  ['l/100 km', 'km/l', 'mpg US', 'mpg UK'],
  ['kWh/100 km', 'Wh/km', 'Wh/mi', 'mi/kWh'],
]
const ofOneKind = fc
  .constantFrom(...kinds)
  .chain((units) => fc.tuple(fc.constantFrom(...units), fc.constantFrom(...units), fc.constantFrom(...units)))
const figure = fc.integer({ min: 1, max: 10 ** 9 }).map((thousandths) => thousandths / 1_000)

describe('convertUnit', () => {
  // NIST SP 811 (2008), B.8, seven digits as printed, and B.5 for miles a gallon.
  it.each<[number, VehicleUnit, VehicleUnit, number]>([
    [1, 'hp', 'kW', 0.7456999],
    [1, 'PS', 'kW', 0.7354988],
    [1, 'lb-ft', 'Nm', 1.355818],
    [1, 'mph', 'km/h', 1.609344],
    [1, 'mi', 'km', 1.609344],
    [1, 'mpg US', 'l/100 km', 235.2146],
    [24, 'mpg US', 'l/100 km', 9.800608],
  ])('turns %d %s into %s by the published factor', (value, from, to, expected) => {
    expect(Math.abs(convertUnit(value, from, to) / expected - 1)).toBeLessThan(1e-7)
  })

  it('rests on the definitions, not on rounded factors', () => {
    // The products in full: 0.453 592 37 · 9.806 65 · 0.3048, and 550 times that.
    expect(convertUnit(1, 'lb-ft', 'Nm')).toBeCloseTo(Number('1.3558179483314004'), 14)
    expect(convertUnit(1, 'hp', 'kW')).toBeCloseTo(Number('0.74569987158227022'), 14)
    expect(convertUnit(1, 'PS', 'kW')).toBeCloseTo((75 * 9.80665) / 1_000, 14)
    expect(convertUnit(1, 'mpg UK', 'mpg US')).toBeCloseTo((231 * 2.54 ** 3) / 1_000 / 4.54609, 14)
    expect(convertUnit(4, 'mi/kWh', 'Wh/mi')).toBeCloseTo(250, 11)
    expect(convertUnit(15, 'kWh/100 km', 'Wh/km')).toBeCloseTo(150, 11)
    expect(convertUnit(20, 'km/l', 'l/100 km')).toBe(5)
  })

  it('gives back what it was given, to fourteen digits', () => {
    fc.assert(
      fc.property(ofOneKind, figure, ([from, to], value) => {
        const back = convertUnit(convertUnit(value, from, to), to, from)
        expect(Number(back.toPrecision(14))).toBe(value)
      }),
      timeLimit,
    )
  })

  it('comes to the same by any way round', () => {
    fc.assert(
      fc.property(ofOneKind, figure, ([from, by, to], value) => {
        const direct = convertUnit(value, from, to)
        const around = convertUnit(convertUnit(value, from, by), by, to)
        expect(Math.abs(around - direct)).toBeLessThanOrEqual(1e-14 * direct)
      }),
      timeLimit,
    )
  })

  it.each<[number, string, string, RegExp]>([
    [8, 'l/100 km', 'kWh/100 km', /to: expected a unit of fuelUse, as l\/100 km is one/],
    [-1, 'hp', 'kW', /value: expected 0 or more, got -1/],
    [Number.NaN, 'hp', 'kW', /value: expected 0 or more, got NaN/],
    [0, 'mpg US', 'l/100 km', /value: 0 mpg US is without end/],
    [1, 'horses', 'kW', /from: expected one of km, .*, got horses/],
  ])('refuses %d %s in %s', (value, from, to, message) => {
    expect(() => convertUnit(value, from as VehicleUnit, to as VehicleUnit)).toThrow(message)
  })

  it('leaves 0 alone where that has a meaning', () => {
    expect(convertUnit(0, 'mi', 'km')).toBe(0)
    expect(convertUnit(0, 'mpg US', 'mpg UK')).toBe(0)
  })
})

it('says what a unit measures', () => {
  expect(unitKind('PS')).toBe('power')
  expect(kinds.map((units) => new Set(units.map(unitKind)).size)).toEqual(kinds.map(() => 1))
  expect(isVehicleUnit('mpg US') && !isVehicleUnit('mpg') && !isVehicleUnit('toString')).toBe(true)
})
