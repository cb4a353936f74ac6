import { expect, it } from 'vitest'
import { matchTrim } from './index.js'

const of = (wanted: string, ...trims: string[]) => matchTrim(wanted, trims, (trim) => trim)

it.each([
  ['340i', ['316i', '340i'], '340i'],
  ['340i', ['3 Series 316i 4dr', '3 Series 340i xDrive'], '3 Series 340i xDrive'],
  ['C 63 AMG', ['C 180', 'C 63 AMG'], 'C 63 AMG'],
  ['C63 AMG', ['C 180', 'C 63 AMG Coupe'], 'C 63 AMG Coupe'],
  ['C 63', ['C 180', 'C63 AMG'], 'C63 AMG'],
  ['S', ['RS 4dr', 'SE 4dr', 'S 4dr'], 'S 4dr'],
  ['SE', ['XSE', 'LE base', 'SE 4dr Sedan'], 'SE 4dr Sedan'],
  ['SE', ['SE V6 4dr', 'SE'], 'SE'],
  ['EX', ['EX-L 4dr', 'EX 4dr'], 'EX 4dr'],
  ['EXL', ['EX 4dr', 'EX-L 4dr'], 'EX-L 4dr'],
  ['TypeR', ['Si', 'Type R'], 'Type R'],
  ['Type R', ['Si', 'Type-R 5dr'], 'Type-R 5dr'],
  ['R/T', ['SXT', 'RT'], 'RT'],
  ['Big Horn', ['Laramie', 'Bighorn Crew Cab'], 'Bighorn Crew Cab'],
  ['GT', ['GT350', 'GTI', 'GT 2dr'], 'GT 2dr'],
  ['M340i', ['340i xDrive', 'M340i xDrive'], 'M340i xDrive'],
  ['2.0T', ['1.8T Premium', '2.0T Premium'], '2.0T Premium'],
])('finds %s among %j', (wanted, trims, match) => {
  expect(of(wanted, ...trims).match).toBe(match)
})

it('finds none by a part of a word, and all that fit where the trim does not decide', () => {
  expect(of('340i', '316i', '318d')).toEqual({ candidates: [] })
  expect(of('C 63 AMG', 'C 180', 'C 220 d')).toEqual({ candidates: [] })
  expect(of('S', 'RS', 'SE', 'S3', 'TTS')).toEqual({ candidates: [] })
  expect(of('EX', 'EX-L', 'LX')).toEqual({ candidates: [] })
  expect(of('LT', '1LT', '2LT', 'LTZ')).toEqual({ candidates: [] })
  expect(of('SE', 'SE 4dr Sedan', 'SE V6', 'LE')).toEqual({ candidates: ['SE 4dr Sedan', 'SE V6'] })
  expect(of(' - ', 'SE')).toEqual({ candidates: [] })
})
