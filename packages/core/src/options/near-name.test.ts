import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearName, unknownNames } from './near-name.js'

const known = ['every', 'name', 'url', 'timeout', 'retries', 'maintenance'] as const

describe('the name that is meant', () => {
  it.each([
    ['evry', 'every'], // one left out
    ['everry', 'every'], // one too many
    ['evary', 'every'], // another one
    ['eveyr', 'every'], // two swapped
    ['Every', 'every'],
    ['time-out', 'timeout'],
    ['maintainance', 'maintenance'],
    ['ulr', 'url'],
  ])('is found for %s', (misspelt, meant) => {
    expect(nearName(misspelt, known)).toBe(meant)
  })

  it.each(['interval', 'x', '', 'retry-policy', 'u'.repeat(1_000_000)])(
    'is not made up for %s',
    (misspelt) => {
      expect(nearName(misspelt, known)).toBeUndefined()
    },
  )

  it('is itself for a name that is right, whatever else there is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (names) => {
        for (const name of names) expect(nearName(name, names)).toBe(name)
      }),
      { interruptAfterTimeLimit: 1_000 },
    )
  })
})

describe('the message about unknown names', () => {
  it('asks for the near one, and lists what there is where none is near', () => {
    expect(unknownNames('option', ['evry'], known)).toBe("unknown option 'evry'; did you mean 'every'?")
    expect(unknownNames('option', ['evry', 'nmae', 'x'], known)).toBe(
      "unknown option 'evry', 'nmae', 'x'; did you mean 'every', 'name'?",
    )
    expect(unknownNames('option', ['colour'], known)).toBe(
      "unknown option 'colour'; there are: every, name, url, timeout, retries, maintenance",
    )
    expect(unknownNames('option', ['x'], [])).toBe("unknown option 'x'")
  })

  it.each([
    ['interval', 'every'],
    ['Period', 'every'],
    ['title', 'name'],
    ['target', 'url'],
    ['maintenance_windows', 'maintenance'],
  ])('tells that %s is called %s here', (name, meant) => {
    expect(unknownNames('option', [name], known)).toBe(`unknown option '${name}'; did you mean '${meant}'?`)
  })
})
