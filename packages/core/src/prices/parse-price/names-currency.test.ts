import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namesCurrency, parsePrice } from '../index.js'

describe('a currency that a text names', () => {
  it.each([
    '$5',
    '19,99 zł',
    '5 лв',
    '1.299 kr.',
    'Rs. 499',
    '20 tkr',
    '12 MEUR',
    'ab 5 euros',
    '100円起',
    '&euro;5',
  ])('%s', (text) => expect(namesCurrency(text)).toBe(true))

  it.each(['4.5 out of 5', '256 GB', '12 x 3 mm', '2026-11-30', 'Android 14', '', '5'.repeat(1_001)])(
    'none: %s',
    (text) => expect(namesCurrency(text)).toBe(false),
  )

  it('is never missed: where it is false, parsePrice finds none either', () => {
    const part = fc.constantFrom(
      '5',
      '1.299,00',
      ' ',
      '-',
      '€',
      'kr',
      'tkr',
      'Mio.',
      'EUR',
      'MEUR',
      '만',
      '원',
      'х',
      'р',
      'руб.',
    )
    const words = fc.array(fc.oneof(part, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 6 })
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('')
        expect(namesCurrency(text) || parsePrice(text)?.currency === undefined).toBe(true)
      }),
      { numRuns: 2_000, interruptAfterTimeLimit: 2_000, markInterruptAsFailure: false },
    )
  })
})
