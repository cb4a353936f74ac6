import type { Clock } from '../time/index.js'

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The random bytes of an id, and the number of ids whose bytes are drawn at once: a draw costs as much for one. */
const [bytesPerId, idsPerDraw] = [8, 128]

/** Makes a function that returns random bytes for an id. The bytes are the caller's. */
function randomBytes(): () => Uint8Array {
  const drawn = new Uint8Array(bytesPerId * idsPerDraw)
  let used = drawn.length
  return () => {
    if (used === drawn.length) {
      globalThis.crypto.getRandomValues(drawn)
      used = 0
    }
    used += bytesPerId
    return drawn.subarray(used - bytesPerId, used)
  }
}

/**
 * Makes a generator of UUIDs of version 7 (RFC 9562, section 5.7), which sort by the time of their creation. Within one
 * millisecond, and when the clock steps back, the 12 bits after the time count up (section 6.2, method 1), so that the
 * ids of one generator always rise.
 */
export function uuidV7(clock: Pick<Clock, 'now'>): () => string {
  const nextRandom = randomBytes()
  let lastAt = -1
  let count = 0
  return () => {
    const now = clock.now()
    if (now > lastAt) {
      lastAt = now
      count = 0
    } else if (++count > 0xfff) {
      lastAt += 1
      count = 0
    }
    const random = nextRandom()
    random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
    const time = lastAt.toString(16).padStart(12, '0')
    const tail = hex(random)
    const counter = count.toString(16).padStart(3, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`
  }
}
