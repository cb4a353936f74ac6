import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CarPriceKind, readCarPrice } from './index.js'

describe('readCarPrice', () => {
  it.each<[CarPriceKind, string | number | undefined, string, string?]>([
    ['price', 12_900, '2016 Toyota Camry SE, clean title', '12900'],
    ['price', '$12,900 OBO', '', '12900'],
    ['price', '12.900 €', '', '12900'],
    ['price', "12'900", '', '12900'],
    ['price', '£7,995.50', '', '7995.50'],
    ['price', '$12.9k', '', '12900'],
    ['price', undefined, '2016 Toyota Camry SE 4dr Sedan, 45k mi, clean title, $12,900 OBO', '12900'],
    ['price', undefined, '$12,900 or $299/mo with $2,000 down', '12900'],
    ['price', 12_900, 'only $500 down, payments of $299 a month', '12900'],
    ['price', 12_900, 'call for details, 72,000 miles', '12900'],
    ['price', 9_999, 'one owner', '9999'],
    ['instalment', 299, '2016 Camry, only $299/mo!', '299'],
    ['instalment', '$299 per month', '', '299'],
    ['instalment', 89, 'Payments from $89 weekly', '89'],
    ['instalment', 315, 'monthly payments as low as $315', '315'],
    ['instalment', 450, 'price shown is monthly payment', '450'],
    ['instalment', '£199 pcm', '', '199'],
    ['instalment', 15_500, 'EMI: ₹15,500', '15500'],
    ['down-payment', 2_000, '$2,000 down and drive today', '2000'],
    ['down-payment', 1_500, 'down payment: $1,500', '1500'],
    ['down-payment', 3_000, 'PRICE LISTED IS DOWN PAYMENT', '3000'],
    ['down-payment', 995, '$995 drives it home', '995'],
    ['deposit', 500, '£500 deposit to reserve', '500'],
    ['deposit', 250, 'a deposit of $250 holds it', '250'],
    ['lease', 349, 'lease for $349 per month', '349'],
    ['lease', '$349/mo lease', '', '349'],
    ['on-request', 0, 'Call for price'],
    ['on-request', 'POA', ''],
    ['on-request', 'Ask dealer', ''],
    ['on-request', 'Price on request', ''],
    ['on-request', 1, 'make an offer'],
    ['placeholder', 0, '2016 Camry', '0'],
    ['placeholder', 1, '', '1'],
    ['placeholder', 1_234, '', '1234'],
    ['placeholder', '$12,345', '', '12345'],
    ['placeholder', 11_111, '', '11111'],
    ['placeholder', 999_999, '', '999999'],
    ['none', undefined, '2016 Toyota Camry, 45,000 miles'],
    ['none', Number.NaN, ''],
    ['none', '', ''],
  ])('reads a %s in %j beside %j', (kind, price, words, amount) => {
    const read = readCarPrice({ price, words })
    expect(read.kind).toBe(kind)
    if (amount !== undefined) expect(read.amount).toBe(amount)
    expect(read.reason === undefined).toBe(kind === 'price')
  })

  it('gives back any whole price, however it is written, and never throws', () => {
    const prices = fc.integer({ min: 1_235, max: 900_000 }).filter((price) => !/^1+$|^12345/.test(`${price}`))
    fc.assert(
      fc.property(prices, fc.constantFrom('en-US', 'de-DE', 'de-CH'), (price, locale) => {
        const text = `${price.toLocaleString(locale)} USD`
        expect(readCarPrice({ price: text })).toEqual({ kind: 'price', amount: `${price}` })
        expect(readCarPrice({ price })).toEqual({ kind: 'price', amount: `${price}` })
      }),
      { interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false },
    )
    fc.assert(
      fc.property(fc.string(), fc.string(), (price, words) => {
        const { kind, amount } = readCarPrice({ price, words })
        expect(kind === 'price' ? Number(amount) > 0 : true).toBe(true)
      }),
      { interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false },
    )
  })
})
