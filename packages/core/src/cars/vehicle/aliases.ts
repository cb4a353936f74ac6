/** The official make for short forms, and for misspellings that occur in public data. */
export const makeAliases: Readonly<Record<string, string>> = {
  Alfa: 'Alfa Romeo',
  'Alfa Romero': 'Alfa Romeo',
  AMC: 'American Motors Corporation',
  AMG: 'Mercedes-Benz',
  Aston: 'Aston Martin',
  Benz: 'Mercedes-Benz',
  'BMW Alpina': 'Alpina',
  Chev: 'Chevrolet',
  Chevy: 'Chevrolet',
  'DS Automobiles': 'DS',
  Great: 'Great Wall',
  Infinity: 'Infiniti',
  Jag: 'Jaguar',
  Lambo: 'Lamborghini',
  Land: 'Land Rover',
  Maruti: 'Maruti Suzuki',
  Maxda: 'Mazda',
  'McLaren Automotive': 'McLaren',
  Merc: 'Mercedes-Benz',
  Mercedes: 'Mercedes-Benz',
  'Mercedes AMG': 'Mercedes-Benz',
  'Mercedes Maybach': 'Mercedes-Benz',
  Olds: 'Oldsmobile',
  'Panoz Auto-Development': 'Panoz',
  Porcshce: 'Porsche',
  'Range Rover': 'Land Rover',
  Rolls: 'Rolls-Royce',
  'Tata Motors': 'Tata',
  'Tesla Motors': 'Tesla',
  'Toyota Scion': 'Scion',
  Toyouta: 'Toyota',
  'TVR Engineering Ltd': 'TVR',
  Vokswagen: 'Volkswagen',
  Volkswagon: 'Volkswagen',
  VW: 'Volkswagen',
}

/** The official model for other word orders and short forms, by make. */
export const modelAliases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Chevrolet: {
    '1500 Silverado': 'Silverado 1500',
    '2500 Silverado': 'Silverado 2500',
    '3500 Silverado': 'Silverado 3500',
  },
  Dodge: {
    '1500 Ram': 'Ram 1500',
    '2500 Ram': 'Ram 2500',
    '3500 Ram': 'Ram 3500',
    'Caravan Grand': 'Grand Caravan',
    'Ram Pickup 1500': 'Ram 1500',
    'Ram Pickup 2500': 'Ram 2500',
    'Ram Pickup 3500': 'Ram 3500',
  },
  Ford: {
    'F-250 Super Duty': 'F-250',
    'F-350 Super Duty': 'F-350',
    'F-450 Super Duty': 'F-450',
    'Super Duty F-250': 'F-250',
    'Super Duty F-250 SRW': 'F-250',
    'Super Duty F-350 DRW': 'F-350',
    'Super Duty F-350 SRW': 'F-350',
    'Super Duty F-450 DRW': 'F-450',
  },
  GMC: {
    '1500 Sierra': 'Sierra 1500',
    '2500 Sierra': 'Sierra 2500',
    '3500 Sierra': 'Sierra 3500',
  },
  'Land Rover': { Evoque: 'Range Rover Evoque', Velar: 'Range Rover Velar' },
  Mazda: { Miata: 'MX-5', 'MX-5 Miata': 'MX-5' },
}

/** A designation by Mercedes-Benz, which begins with the letters of the line: `C 220 d`, `GLC-Class`, `AMG GLE 53`. */
const mercedes =
  /^(?:AMG)?([ABCEGMRSVX]|ML|[CGS]L|[CSG]LK|CLA|CLC|CLE|CLS|GL[ABCES]|SLC)(?:CLASS|KLASSE)?(?:\d{2,3}[A-Z]{0,4})?$/

/** A designation by BMW, whose first digit is the line: `328i`, `M340i`, `3er`. */
const bmw = /^M?([1-8])(?:SERIES|ER|\d\d[A-Z]{0,3})?$/

/** A designation by Lexus: two letters of the line and the engine size, such as `RX 350`. */
const lexus = /^([A-Z]{2})\d{3}[A-Z]{0,2}$/
const lexusLines = 'CT ES GS GX HS IS LC LM LS LX NX RC RX RZ SC TX UX'.split(' ')

/** Returns the model line of a designation in capitals, such as `3 Series` for `328I`; `undefined` when it is none. */
export function modelLine(make: string, key: string): string | undefined {
  if (make === 'Mercedes-Benz') return mercedesLine(mercedes.exec(key)?.[1])
  if (make === 'BMW') {
    const line = bmw.exec(key)?.[1]
    return line === undefined ? undefined : `${line} Series`
  }
  if (make !== 'Lexus') return undefined
  const [, line = ''] = lexus.exec(key) ?? []
  return lexusLines.includes(line) ? line : undefined
}

/** Returns the line of Mercedes-Benz for its letters: `M-Class` for ML. Most lines of three letters have no `Class`. */
function mercedesLine(letters: string | undefined): string | undefined {
  if (letters === undefined) return undefined
  if (letters === 'ML') return 'M-Class'
  return letters.length === 3 && !letters.endsWith('K') ? letters : `${letters}-Class`
}
