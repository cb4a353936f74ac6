import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AdapterError } from '@telltale/core'
import type { AdapterContext, CarQuery, Specs } from '@telltale/core/ports'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalog } from './index.js'

const open = ({ file }: { readonly file: string | URL }, signal = new AbortController().signal) => {
  const { specs } = catalog({ file }) as { specs: Specs }
  return { specs: (query: CarQuery) => specs.find(query, { signal } as AdapterContext) }
}

const corvette = { make: 'Chevrolet', model: 'Corvette', year: 2023 }
const mustang = { make: 'Ford', model: 'Mustang', year: 2023 }
describe('a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'telltale-catalog-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is read by its ending, from a path or a URL', async () => {
    const [json, csv] = [join(folder, 'cars.JSON'), join(folder, 'cars.csv')]
    await writeFile(json, JSON.stringify([{ ...corvette, horsepower: 495 }]))
    await writeFile(csv, 'make,model,year,horsepower\nFord,Mustang,2023,450\n')

    expect(await open({ file: json }).specs(corvette)).toMatchObject({ horsepower: { value: 495 } })
    expect(await open({ file: pathToFileURL(csv) }).specs(mustang)).toMatchObject({
      horsepower: { value: 450 },
    })
  })

  it('is read on the first call, and once', async () => {
    const file = join(folder, 'once.json')
    const { specs } = open({ file }) // not there yet
    await writeFile(file, JSON.stringify([{ ...corvette, horsepower: 495 }]))
    const [first, second] = await Promise.all([specs(corvette), specs(corvette)])
    await writeFile(file, '[]')

    expect(first).toMatchObject({ horsepower: { value: 495 } })
    expect(second).toEqual(first)
    expect(await specs(corvette)).toEqual(first)
  })

  it('that cannot be read is named, and tried again at the next call', async () => {
    const file = join(folder, 'later.json')
    const { specs } = open({ file })
    await expect(specs(corvette)).rejects.toThrow(AdapterError)
    await expect(specs(corvette)).rejects.toThrow(/later\.json: cannot be read: ENOENT/)

    await writeFile(file, JSON.stringify([{ ...corvette, horsepower: 495 }]))
    expect(await specs(corvette)).toMatchObject({ horsepower: { value: 495 } })
  })

  it('in another encoding than UTF-8 is rejected, not misread', async () => {
    const file = join(folder, 'latin1.csv')
    await writeFile(file, Buffer.from('make,model,year\nCitroën,C3,2023\n', 'latin1'))
    await expect(open({ file }).specs(corvette)).rejects.toThrow(/latin1\.csv: is not UTF-8/)
  })

  it('is not read when the call is aborted', async () => {
    const reason = new Error('closed')
    const { specs } = open({ file: join(folder, 'none.json') }, AbortSignal.abort(reason))
    await expect(specs(corvette)).rejects.toBe(reason)
  })
})
