/**
 * Makes a generator of numbers from 0 to below 1 that are the same for the same seed on every machine. For draws that
 * can be repeated, not for secrets.
 *
 * Source: mulberry32, Tommy Ettinger, 2017.
 *
 * @param seed - a whole number, of which the low 32 bits count.
 */
export function pseudoRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
