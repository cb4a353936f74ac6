import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bodies, drivetrains, fuels, transmissions } from './attributes.js'
import {
  canonicalBody,
  canonicalDrivetrain,
  canonicalFuel,
  canonicalTransmission,
  normalizeVehicle,
} from './index.js'

const folder = new URL('../../../../../../shared/data/cars/', import.meta.url)
const there = existsSync(folder)

describe('the canonical words of a vehicle', () => {
  it.each([
    ['4dr SUV', 'suv'],
    ['Crew Cab Pickup', 'pickup'],
    ['supercrew', 'pickup'],
    ['Ute / Tray', 'pickup'],
    ['mini-van', 'minivan'],
    ['People Mover', 'minivan'],
    ['e-series van', 'van'],
    ['Station wagon', 'wagon'],
    ['g37 convertible', 'convertible'],
    ['Koup', 'coupe'],
    ['Genesis Coupe', 'coupe'],
    ['Other', undefined],
    ['Off-Road/Pick-up', undefined],
    ['Compact', 'hatchback'],
    ['Compact Cars', undefined],
    ['Subcompact Cars', undefined],
    ['2dr Cpe', 'coupe'],
    ['A5 Sportback', 'hatchback'],
    ['Compact SUV', 'suv'],
  ])('of the body %j is %j', (text, body) => {
    expect(canonicalBody(text)).toBe(body)
  })

  it.each([
    ['Petrol', 'gasoline'],
    ['premium unleaded (required)', 'gasoline'],
    ['gas', 'gasoline'],
    ['flex-fuel (unleaded/E85)', 'flex fuel'],
    ['Electric/Gasoline', 'hybrid'],
    ['Electric/Diesel', 'hybrid'],
    ['Elektro/Benzin', 'hybrid'],
    ['Elektro', 'electric'],
    ['Benzin', 'gasoline'],
    ['Gasoline/Mild Electric Hybrid', 'mild hybrid'],
    ['Plug-In Electric/Gas', 'plug-in hybrid'],
    ['Regular Gas and Electricity', 'plug-in hybrid'],
    ['Gasoline or natural gas', 'bi-fuel'],
    ['CNG', 'natural gas'],
    ['Electric Fuel System', 'electric'],
    ['Diesel Fuel', 'diesel'],
    ['PHEV', 'plug-in hybrid'],
    ['HEV', 'hybrid'],
    ['MHEV', 'mild hybrid'],
    ['BEV', 'electric'],
    ['Benzin/Autogas (LPG)', 'bi-fuel'],
    ['Erdgas (CNG)', 'natural gas'],
    ['Super E10', 'gasoline'],
    ['Wasserstoff', 'hydrogen'],
    ['Petrol/Diesel', undefined],
    ['Others', undefined],
  ])('of the fuel %j is %j', (text, fuel) => {
    expect(canonicalFuel(text)).toBe(fuel)
  })

  it.each([
    ['8-Speed Automatic with Auto-Shift', 'automatic'],
    ['10-SPEED A/T', 'automatic'],
    ['Automatic CVT', 'cvt'],
    ['Automatic (variable gear ratios)', 'cvt'],
    ['Auto(AV-S6)', 'cvt'],
    ['Auto(AM-S7)', 'automated manual'],
    ['Semi-Auto', 'automated manual'],
    ['automated_manual', 'automated manual'],
    ['6-Speed Manual', 'manual'],
    ['7-Speed', undefined],
  ])('of the transmission %j is %j', (text, transmission) => {
    expect(canonicalTransmission(text)).toBe(transmission)
  })

  it.each([
    ['All-wheel Drive', 'awd'],
    ['xDrive', 'awd'],
    ['four wheel drive', '4wd'],
    ['4x4', '4wd'],
    ['Front', 'fwd'],
    ['RWD', 'rwd'],
    ['4-Wheel or All-Wheel Drive', undefined],
    ['2-Wheel Drive', undefined],
  ])('of the drivetrain %j is %j', (text, drivetrain) => {
    expect(canonicalDrivetrain(text)).toBe(drivetrain)
  })

  it('are themselves when they are read again', () => {
    expect(bodies.map(canonicalBody)).toEqual(bodies)
    expect(fuels.map(canonicalFuel)).toEqual(fuels)
    expect(transmissions.map(canonicalTransmission)).toEqual(transmissions)
    expect(drivetrains.map(canonicalDrivetrain)).toEqual(drivetrains)
  })

  it('stand in the record, beside what was written', () => {
    const raw = { body: 'Crew Cab', fuel: 'Petrol', transmission: 'manual', drivetrain: 'sideways' }
    const { vehicle, unreadable } = normalizeVehicle(raw)
    expect(vehicle).toEqual({
      body: 'pickup',
      fuel: 'gasoline',
      transmission: 'manual',
      asWritten: { body: 'Crew Cab', fuel: 'Petrol', drivetrain: 'sideways' },
    })
    expect(unreadable).toEqual(['drivetrain'])
    expect(normalizeVehicle(vehicle).vehicle).toEqual(vehicle)
  })

  it.skipIf(!there).each([
    ['us_craigslist_train', 'body', canonicalBody],
    ['us_auction_train', 'body', canonicalBody],
    ['us_listings_train', 'fuel', canonicalFuel],
    ['de_listings_train', 'fuel', canonicalFuel],
    ['us_listings_train', 'transmission', canonicalTransmission],
    ['us_listings_train', 'drivetrain', canonicalDrivetrain],
  ] as const)('are found for 98 in 100 of %s, %s (needs shared/data)', (set, column, canonical) => {
    const text = gunzipSync(readFileSync(new URL(`${set}.csv.gz`, folder))).toString('utf8')
    const [header = '', ...rows] = text.trim().split('\n')
    const at = header.split(',').indexOf(column)
    // Rows with a comma inside a field would shift the column.
    const plain = rows.map((row) => row.split(',')).filter((row) => row.length === header.split(',').length)
    const written = plain.flatMap((row) => row[at] || [])
    const found = written.filter((word) => canonical(word) !== undefined)
    expect(found.length / written.length).toBeGreaterThan(0.98)
  })
})
