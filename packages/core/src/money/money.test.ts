import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import { addMoney, compareMoney, fromMinor, minorDigits, money, toMinor } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const currency = fc.constantFrom('USD', 'INR', 'JPY', 'KWD', 'CLF')

describe('money', () => {
  it.each([
    ['1299', 'INR', '1299.00'],
    ['1299.5', 'USD', '1299.50'],
    ['0.10', 'EUR', '0.10'],
    ['1299', 'JPY', '1299'],
    ['1299.000', 'JPY', '1299'],
    ['1.234', 'KWD', '1.234'],
    ['-0.05', 'USD', '-0.05'],
    ['007', 'USD', '7.00'],
    ['99999999999999999999.99', 'USD', '99999999999999999999.99'],
  ])('writes %s %s as %s, with the digits its currency has', (amount, code, written) => {
    expect(money(amount, code)).toEqual({ amount: written, currency: code })
  })

  it.each([
    ['1,299.00', 'USD'],
    ['1e3', 'USD'],
    ['', 'USD'],
    ['.5', 'USD'],
    ['NaN', 'USD'],
    ['0.001', 'USD'],
    ['0.5', 'JPY'],
    ['5', 'usd'],
    ['5', 'US'],
  ])('refuses %j %j and says what was expected', (amount, code) => {
    expect(() => money(amount, code)).toThrow(ValidationError)
  })

  it('adds exactly where floats do not', () => {
    expect(addMoney(money('0.10', 'USD'), money('0.20', 'USD'))).toEqual({ amount: '0.30', currency: 'USD' })
  })

  it('refuses to add or compare two currencies', () => {
    expect(() => addMoney(money('1', 'USD'), money('1', 'EUR'))).toThrow(/convert one first/)
    expect(() => compareMoney(money('1', 'USD'), money('1', 'EUR'))).toThrow(/convert one first/)
  })

  it('converts to minor units and back without a change, in every currency', () => {
    fc.assert(
      fc.property(fc.bigInt(), currency, (minor, code) => {
        expect(toMinor(fromMinor(minor, code))).toBe(minor)
      }),
      limits,
    )
  })

  it('compares and adds like whole numbers of minor units', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), currency, (left, right, code) => {
        const [a, b] = [fromMinor(left, code), fromMinor(right, code)]
        expect(compareMoney(a, b)).toBe(left < right ? -1 : left > right ? 1 : 0)
        expect(addMoney(a, b)).toEqual(fromMinor(left + right, code))
      }),
      limits,
    )
  })

  it('has the minor digits of ICU, for currencies where the two lists agree by design', () => {
    // ICU follows ISO 4217 for these; it differs on purpose for a few that are no longer minted, such as IQD.
    for (const code of [
      'USD',
      'EUR',
      'INR',
      'JPY',
      'KRW',
      'KWD',
      'BHD',
      'CLF',
      'ISK',
      'VND',
      'XAF',
      'TND',
      'UGX',
      'PYG',
    ])
      expect(minorDigits(code), code).toBe(
        new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
          .maximumFractionDigits,
      )
  })
})
