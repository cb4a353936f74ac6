import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../../options/index.js'
import { canonicalMake, canonicalModel, splitModel } from './index.js'
import { modelsByMake } from './models-by-make.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const corpus = new URL('../../../../../../shared/data/cars/', import.meta.url)
const there = existsSync(corpus)

const pairs = Object.entries(modelsByMake).flatMap(([make, models]) =>
  models.split(', ').map((model) => [make, model] as const),
)
const known = fc.constantFrom(...pairs)

/** Another spelling of a name: each letter in either case, each gap anything that parts words or nothing. */
const respelled = (name: string) =>
  fc
    .array(fc.tuple(fc.boolean(), fc.constantFrom('', ' ', '-', '  ')), {
      minLength: name.length,
      maxLength: name.length,
    })
    .map((ways) =>
      ways
        .map(([upper, gap], position) => {
          const sign = name.charAt(position)
          if (/[\s-]/.test(sign)) return gap
          return `${upper ? sign.toUpperCase() : sign.toLowerCase()}${gap}`
        })
        .join(''),
    )

describe('canonicalMake', () => {
  it.each([
    ['Chevy', 'Chevrolet'],
    ['Merc', 'Mercedes-Benz'],
    ['mercedes', 'Mercedes-Benz'],
    ['VW', 'Volkswagen'],
    ['LAND ROVER', 'Land Rover'],
    ['land-rover', 'Land Rover'],
    ['Škoda', 'Skoda'],
    ['Citroën', 'Citroen'],
    ['rolls royce', 'Rolls-Royce'],
    ['Maruti', 'Maruti Suzuki'],
  ])('%s is %s', (text, make) => {
    expect(canonicalMake(text)).toBe(make)
  })

  it.each(['', 'Others', 'Goldacre', 'constructor'])('does not know %j', (text) => {
    expect(canonicalMake(text)).toBeUndefined()
  })

  it('minds neither case nor spaces nor hyphens', () => {
    const makes = fc.constantFrom(...Object.keys(modelsByMake))
    const spelled = makes.chain((make) => fc.tuple(fc.constant(make), respelled(make)))
    fc.assert(
      fc.property(spelled, ([make, text]) => {
        expect(canonicalMake(text)).toBe(make)
      }),
      timeLimit,
    )
  })
})

describe('canonicalModel', () => {
  it.each([
    ['Ford', 'F150', 'F-150'],
    ['ford', 'f 150', 'F-150'],
    ['Toyota', 'RAV 4', 'RAV4'],
    ['Toyota', 'Landcruiser', 'Land Cruiser'],
    ['Mazda', 'MAZDA3', '3'],
    ['Chrysler', 'Town and Country', 'Town & Country'],
    ['Merc', 'C Class', 'C-Class'],
    ['Mercedes-Benz', 'ML350', 'M-Class'],
    ['Mercedes-Benz', 'GLC Class', 'GLC'],
    ['Mercedes-Benz', 'SLK', 'SLK-Class'],
    ['Mercedes-Benz', 'c 63 amg', 'C-Class'],
    ['BMW', '328i', '3 Series'],
    ['BMW', '3er', '3 Series'],
    ['BMW', 'M3', 'M3'],
    ['Lexus', 'RX 350', 'RX'],
    ['Lexus', 'XX 350', 'XX350'],
    ['Land', 'Rover Range Rover Sport', 'Range Rover Sport'],
    ['Alfa', 'Romeo Giulietta', 'Giulietta'],
    ['Mazda', 'Miata', 'MX-5'],
    ['Goldacre', 'go-boy', 'GOBOY'],
  ])('%s %s is %s', (make, text, model) => {
    expect(canonicalModel(make, text)).toBe(model)
  })

  it('minds neither case nor spaces nor hyphens', () => {
    const spelled = known.chain(([make, model]) =>
      fc.tuple(fc.constant(make), fc.constant(model), respelled(model)),
    )
    fc.assert(
      fc.property(spelled, ([make, model, text]) => {
        expect(canonicalModel(make, text)).toBe(model)
      }),
      { numRuns: 2_000, ...timeLimit },
    )
    const unknown = fc.string({ unit: fc.constantFrom(...'aBxz9ß+é') })
    const twoSpellings = unknown.chain((text) => fc.tuple(fc.constant(text), respelled(text)))
    fc.assert(
      fc.property(twoSpellings, ([text, other]) => {
        expect(canonicalModel('Ford', other)).toBe(canonicalModel('Ford', text))
      }),
      timeLimit,
    )
  })

  it('leaves its own names as they are', () => {
    const text = fc.oneof(
      known.map(([, model]) => model),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(known, text, ([make], name) => {
        const model = canonicalModel(make, name)
        expect(canonicalModel(make, model)).toBe(model)
      }),
      { numRuns: 2_000, ...timeLimit },
    )
  })

  it('knows each of its models by its own name', () => {
    expect(pairs.filter(([make, model]) => canonicalModel(make, model) !== model)).toEqual([])
  })
})

describe('splitModel', () => {
  it.each([
    ['ford', 'f150 supercrew cab xlt', 'F-150', 'supercrew cab xlt'],
    ['Ford', 'F-150', 'F-150', undefined],
    ['jeep', 'grand cherokee laredo', 'Grand Cherokee', 'laredo'],
    ['Dodge', 'CARAVAN GRAND FWD V6', 'Grand Caravan', 'FWD V6'],
    ['Volkswagen', 'up! Black', 'up!', 'Black'],
    ['BMW', '328i xDrive', '3 Series', '328i xDrive'],
    ['BMW', '3 Series 328i', '3 Series', '328i'],
    ['Mercedes-Benz', 'C300 4matic', 'C-Class', 'C300 4matic'],
    ['Mercedes-Benz', 'GLC-Class', 'GLC', undefined],
    ['Lexus', 'RX 350 Base', 'RX', 'RX 350 Base'],
    ['Mazda', 'CX-9 (fwd)', 'CX-9', '(fwd)'],
    ['Mazda', 'Mazda 3 Sport', '3', 'Sport'],
    ['Goldacre', 'Boy GT  4WD 3.0L', 'BOYGT', '4WD 3.0L'],
    ['Ford', '', '', undefined],
  ])('%s %s', (make, text, model, trim) => {
    expect(splitModel(make, text)).toEqual({ model, ...defined({ trim }) })
  })

  it('finds any known model before any trim, and no trim in the model', () => {
    const trim = fc.constantFrom('xlt', 'GT-Line', '(fwd)', 'Zzz 4WD')
    fc.assert(
      fc.property(known, trim, ([make, model], words) => {
        expect(splitModel(make, model).model).toBe(model)
        const { model: found } = splitModel(make, `${model} ${words}`)
        expect(splitModel(make, found).model).toBe(found)
      }),
      { numRuns: 2_000, ...timeLimit },
    )
  })
})

function namesIn(file: string): readonly (readonly [string, string])[] {
  const [header = '', ...rows] = gunzipSync(readFileSync(new URL(file, corpus)))
    .toString('utf8')
    .split('\n')
  const columns = header.split(',')
  return rows
    .map((row) => row.split(','))
    .map((cells) => [cells[columns.indexOf('make')] ?? '', cells[columns.indexOf('model')] ?? ''])
}

describe.skipIf(!there)('real names (needs shared/data)', () => {
  const files = there
    ? readdirSync(corpus).filter((file) => /_(listings|auction|craigslist)_train/.test(file))
    : []

  it.each(files)('of %s are known, and stay as they become', (file) => {
    const names = namesIn(file).filter(([make, model]) => make !== '' && model !== '')
    const makes = names.filter(([make]) => canonicalMake(make) !== undefined)
    expect(makes.length / names.length).toBeGreaterThan(0.99)
    const known = names.filter(([make, text]) => {
      const { model } = splitModel(make, text)
      return (modelsByMake[canonicalMake(make) ?? ''] ?? '').split(', ').includes(model)
    })
    expect(known.length / names.length).toBeGreaterThan(0.93)
    const unstable = names.filter(([make, text]) => {
      const { model } = splitModel(make, text)
      return splitModel(canonicalMake(make) ?? make, model).model !== model
    })
    expect(unstable).toEqual([])
  })
})

it.each([
  ['Porche', 'Porsche'],
  ['Hundai', 'Hyundai'],
  ['KIA MOTORS', 'Kia'],
  ['Subaru of America', 'Subaru'],
  ['BMW AG', 'BMW'],
  ['Chevrolte', 'Chevrolet'],
  ['Range Rover', 'Land Rover'],
  ['Suburu', 'Subaru'],
  ['Zorsche', undefined],
])('reads the make %s as %s', (text, make) => {
  expect(canonicalMake(text)).toBe(make)
})

it.each([
  ['Ford', 'Super Duty F-250 SRW', { model: 'F-250' }],
  ['Ford', 'F-350 Super Duty Lariat', { model: 'F-350', trim: 'Lariat' }],
  ['Buick', 'Envista Avenir', { model: 'Envista', trim: 'Avenir' }],
  ['Range Rover', 'Sport HSE', { model: 'Range Rover Sport', trim: 'HSE' }],
])('splits the %s %s', (make, text, split) => {
  expect(splitModel(make, text)).toEqual(split)
})
