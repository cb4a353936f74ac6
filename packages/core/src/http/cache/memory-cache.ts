import { Keyv } from 'keyv'
import { LRUCache } from 'lru-cache'

/** How much the cache in memory holds at most, in characters. */
const mostCharacters = 64 * 2 ** 20

/** Keyv hands over when an entry ends, which it sees to itself, where this cache takes options. */
class Entries extends LRUCache<string, string> {
  override set(key: string, entry: string): this {
    return super.set(key, entry)
  }
}

/** Returns a cache in memory that gives up what was not asked for longest. */
export const memoryCache = (): Keyv =>
  new Keyv({
    store: new Entries({ maxSize: mostCharacters, sizeCalculation: (entry) => Math.max(1, entry.length) }),
  })
