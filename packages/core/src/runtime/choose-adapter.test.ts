import { describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import type { Adapter } from '../ports/index.js'
import { adapterNames, adaptersWith, chooseAdapter } from './choose-adapter.js'

const reader = (id: string, hostname: string): Adapter => ({
  specVersion: 1,
  id,
  products: {
    matches: (url) => url.hostname === hostname,
    extract: () => ({ status: 'unread', reason: 'no-price', message: 'no price' }),
  },
})
const decoder: Adapter = { specVersion: 1, id: 'decoder', decode: { vin: async () => undefined } }
const adapters = [decoder, reader('shop', 'shop.example'), reader('same shop', 'shop.example')]
const url = new URL('https://shop.example/tea')
const choice = { capability: 'products', url, call: 'products.track' } as const

describe('chooseAdapter', () => {
  it("chooses the first adapter that matches the URL, in the host's order", () => {
    expect(chooseAdapter(adapters, choice).id).toBe('shop')
    expect(chooseAdapter(adapters.toReversed(), choice).id).toBe('same shop')
  })

  it('chooses the reader of pages that is named, whatever URLs it matches', () => {
    expect(chooseAdapter(adapters, { ...choice, id: 'same shop' }).id).toBe('same shop')
    const elsewhere = new URL('https://elsewhere.example/')
    expect(chooseAdapter(adapters, { ...choice, url: elsewhere, id: 'shop' }).id).toBe('shop')
  })

  it('chooses a probe that is named only for URLs that it knows, since its login is for them alone', () => {
    const probe = { matches: ({ protocol }: URL) => protocol === 'tcp:', check: () => Promise.reject() }
    const named = { capability: 'probe', id: 'door', call: 'monitors.create' } as const
    const choose = (url: string) =>
      chooseAdapter([{ specVersion: 1, id: 'door', probe }], { ...named, url: new URL(url) })
    expect(choose('tcp://door.example:5').id).toBe('door')
    expect(() => choose('http://door.example/')).toThrow("url: no adapter 'door' knows http://door.example/")
  })

  it('throws with the adapters that could have been chosen', () => {
    const elsewhere = new URL('https://elsewhere.example/')
    const chooseForElsewhere = () => chooseAdapter(adapters, { ...choice, url: elsewhere })
    expect(chooseForElsewhere).toThrow(ValidationError)
    expect(chooseForElsewhere).toThrow(
      "products.track: url: no adapter knows https://elsewhere.example/; adapters with `products`: 'shop', 'same shop'",
    )
    expect(() => chooseAdapter(adapters, { ...choice, id: 'decoder' })).toThrow(
      "products.track: adapter: no adapter with `products` is called 'decoder'",
    )
  })
})

describe('adaptersWith', () => {
  it('returns the adapters that have a capability', () => {
    expect(adaptersWith(adapters, 'decode')).toEqual([decoder])
    expect(adaptersWith(adapters, 'render')).toEqual([])
  })
})

describe('adapterNames', () => {
  it('lists ids, or says how to add an adapter', () => {
    expect(adapterNames(adapters)).toBe("'decoder', 'shop', 'same shop'")
    expect(adapterNames([])).toBe('none; add one to `adapters`')
  })
})
