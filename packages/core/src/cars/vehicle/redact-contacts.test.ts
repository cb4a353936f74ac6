import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeVehicle, redactContacts } from './index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

/** The ways in which people of several countries write a phone number, by its digits. */
const phoneFormats: readonly ((digits: (count: number) => string) => string)[] = [
  (digits) => `(${3 + (Number(digits(1)) % 6)}${digits(2)}) ${digits(3)}-${digits(4)}`,
  (digits) => `5${digits(2)}-${digits(3)}-${digits(4)}`,
  (digits) => `7${digits(2)}.${digits(3)}.${digits(4)}`,
  (digits) => `4${digits(2)} ${digits(3)} ${digits(4)}`,
  (digits) => `6${digits(9)}`,
  (digits) => `+1 3${digits(2)} ${digits(3)} ${digits(4)}`,
  (digits) => `1-8${digits(2)}-${digits(3)}-${digits(4)}`,
  (digits) => `5${digits(2)}-${digits(4)}`,
  (digits) => `+44 20 7${digits(3)} ${digits(4)}`,
  (digits) => `077${digits(2)} ${digits(6)}`,
  (digits) => `020 7${digits(3)} ${digits(4)}`,
  (digits) => `+49 (0)171 ${digits(7)}`,
  (digits) => `0171/${digits(7)}`,
  (digits) => `0049 30 ${digits(7)}`,
  (digits) => `06 ${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`,
  (digits) => `+33 6 ${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`,
  (digits) => `+31 (0)499 - ${digits(6)}`,
  (digits) => `+39 3${digits(2)} ${digits(7)}`,
  (digits) => `6${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`,
  (digits) => `9${digits(4)} ${digits(5)}`,
  (digits) => `+91-9${digits(9)}`,
  (digits) => `+61 4${digits(2)} ${digits(3)} ${digits(3)}`,
]

const names = [
  'Zebulon Quackenbush',
  'Maria López',
  "Sean O'Hara",
  'Jürgen Müller-Lüdenscheidt',
  'Anne-Sophie Lefèvre',
  'Priya Raghunathan',
]
const announcements = [
  'call {}',
  'Ask for {}',
  'contact {} at',
  'my name is {}',
  'Seller: {},',
  'Ansprechpartner: {},',
  'text {} -',
]
const mailOf = (name: string, at: number) => {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
  return (
    [
      `${plain}${at}@mail.example`,
      `${plain} (at) mail (dot) example`,
      `${plain}[at]mail.example`,
      `${plain} at mail dot example`,
    ][at % 4] ?? ''
  )
}

/** Makes a sequence of digits that is the same each time. */
function digitsFrom(seed: number): (count: number) => string {
  let state = seed * 2_654_435_761 + 12_345
  return (count) =>
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return String((state >>> 16) % 10)
    }).join('')
}

/** Texts of listings without a seller, which must stay. */
const facts = [
  '2016 Toyota Camry SE, 45,000 mi, $12,900',
  'VIN 1HGCM82633A004352, stock# P2345678',
  '2019 BMW 330i xDrive • 62.500 km • 24.990 €',
  '1FTFW1E40KKE46828 F-150 XLT 6 1/2 ft 5.0L V8, 128 456 miles',
  'Stock 555-0142, 2015-2018 models, MSRP $48,335.00, 4x4 3500',
  'EZ 04/2017, 110 kW (150 PS), HU 12.2026, 1.234.567 INR, Stk: 1234567890',
  '1990 911 Carrera 2, engine 3600 cc, price 65000, mileage 98765',
]

describe('redactContacts', () => {
  it('takes 500 made-up sellers out of texts, and leaves the cars in them', () => {
    for (let at = 0; at < 500; at += 1) {
      const phone = phoneFormats[at % phoneFormats.length]?.(digitsFrom(at)) ?? ''
      const name = names[at % names.length] ?? ''
      const mail = mailOf(name, at)
      const fact = facts[at % facts.length] ?? ''
      const told = (announcements[at % announcements.length] ?? '').replace('{}', name)
      const redacted = redactContacts(`${fact}. ${told} ${phone}, ${mail}. ${fact}`)
      expect(redacted.split(fact), `${at}: ${redacted}`).toHaveLength(3)
      for (const secret of [phone, name, mail]) expect(redacted, String(at)).not.toContain(secret)
      const between = redacted.slice(fact.length, -fact.length)
      expect(between, `${at}: ${phone}`).not.toMatch(/\d{3}/)
      for (const part of name.split(/[\s-]/)) expect(between.replace(/\[\w+\]/g, '')).not.toContain(part)
    }
  })

  it.each(facts)('changes nothing of %s', (fact) => {
    expect(redactContacts(fact)).toBe(fact)
  })

  it('changes no VIN, price, mileage, stock number or year, whatever they are', () => {
    const text = fc
      .record({
        vin: fc.stringMatching(/^[A-HJ-NPR-Z]{3}[A-HJ-NPR-Z0-9]{10}\d{4}$/),
        year: fc.integer({ min: 1950, max: 2035 }),
        price: fc.integer({ min: 100, max: 9_999_999 }),
        miles: fc.integer({ min: 0, max: 999_999 }),
        stock: fc.stringMatching(/^[A-Z]?\d{4,9}$/),
      })
      .map(
        ({ vin, year, price, miles, stock }) =>
          `${year} Honda Accord ${vin} $${price.toLocaleString('en-US')} ${miles.toLocaleString('en-US')} mi ${miles.toLocaleString('de-DE')} km € ${price} ${miles} miles stock #${stock} ${year}`,
      )
    fc.assert(
      fc.property(text, (given) => {
        expect(redactContacts(given)).toBe(given)
      }),
      timeLimit,
    )
  })

  it('redacts what it has redacted into the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...facts), (noise, fact) => {
        const once = redactContacts(`${noise} ${fact} call Ann Example 555-010-4477`)
        expect(redactContacts(once)).toBe(once)
        expect(once).not.toContain('4477')
      }),
      timeLimit,
    )
  })

  it.each([
    ['1-800-BUY-CARS', '[phone]'],
    ['call five five five, oh one oh, four four seven seven', 'call [phone]'],
    ['whatsapp: zebulon_q', '[account]'],
    ['CALL NOW 555.010.4477', 'CALL NOW [phone]'],
    ['Contact Dealer For Price', 'Contact Dealer For Price'],
    ['Call Ford of Dallas', 'Call Ford of Dallas'],
  ])('reads %s as %s', (text, expected) => {
    expect(redactContacts(text)).toBe(expected)
  })

  it('takes out the names that are known, but no make', () => {
    const options = { names: ['Jim Ellis Buick GMC', 'Ford', 'al'] }
    expect(redactContacts('2021 Ford F-150 at JIM ELLIS  BUICK GMC, special', options)).toBe(
      '2021 Ford F-150 at [name], special',
    )
  })

  it('takes no longer for a long text', () => {
    for (const part of ['1 ', '(', '+1 ', 'a@', 'call Ann ', '5-', 'one ', '#1', '555 010 44'])
      expect(redactContacts(part.repeat(50_000)).length).toBeLessThan(60_000)
  })
})

it('keeps no contact of a seller in a vehicle', () => {
  const { vehicle } = normalizeVehicle({
    make: 'Honda',
    model: 'Accord',
    heading: '2016 Honda Accord, ask for Ann Example, 555-010-4477',
    trim: 'EX-L call 555-010-4477',
    features: ['Sunroof', 'mail ann@mail.example'],
    attributes: { note: 'ann@mail.example', cylinders: 4 },
  })
  expect(vehicle).toMatchObject({
    heading: '2016 Honda Accord, ask for [name], [phone]',
    trim: 'EX-L call [phone]',
    features: ['Sunroof', 'mail [email]'],
    attributes: { note: '[email]', cylinders: 4 },
  })
})
