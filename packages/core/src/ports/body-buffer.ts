const empty = Buffer.alloc(0)

/** The share of unused capacity above which the bytes are copied into a buffer of their length. */
const maxUnusedShare = 0.25

/** The length up to which a block grows. From there on another block follows it, which copies nothing. */
const maxBlockBytes = 262_144

/**
 * The bytes of a body, copied piece by piece into blocks of its own. A piece is a view of a much larger buffer of the
 * socket, so keeping pieces would keep those.
 */
export class BodyBuffer {
  /** The blocks before the last one; they are full. */
  #full: Buffer[] = []
  #fullLength = 0
  #last = empty
  #lastLength = 0

  /** The number of bytes so far. */
  get length(): number {
    return this.#fullLength + this.#lastLength
  }

  /** Appends a copy of a piece. */
  append(piece: Uint8Array): void {
    if (this.#lastLength + piece.length > this.#last.length) this.#grow(piece.length)
    const fitting = piece.subarray(0, this.#last.length - this.#lastLength)
    this.#last.set(fitting, this.#lastLength)
    this.#lastLength += fitting.length
    if (fitting.length < piece.length) this.#begin(piece.subarray(fitting.length))
  }

  /** Returns `true` when these bytes occur at an index or after it. */
  includes(wanted: Buffer, from = 0): boolean {
    return this.#join().includes(wanted, from)
  }

  /** Returns all bytes so far, as one buffer that holds little else. */
  read(): Buffer {
    const bytes = this.#join()
    const isTight = this.#last.length - bytes.length <= maxUnusedShare * this.#last.length
    return isTight ? bytes : Buffer.from(bytes)
  }

  /** Removes all bytes and returns them. */
  take(): Buffer {
    const bytes = this.read()
    this.#full = []
    this.#fullLength = 0
    this.#last = empty
    this.#lastLength = 0
    return bytes
  }

  /** The first piece is often the only one, so it gets no capacity beyond its length. */
  #grow(bytes: number): void {
    const isFirst = this.length === 0
    const length = this.#lastLength + bytes
    if (!isFirst && length > maxBlockBytes) return
    const grown = Buffer.allocUnsafeSlow(isFirst ? length : Math.max(length, 2 * this.#last.length))
    grown.set(this.#last.subarray(0, this.#lastLength))
    this.#last = grown
  }

  /** Begins a block with the rest of a piece. */
  #begin(rest: Uint8Array): void {
    this.#full.push(this.#last)
    this.#fullLength += this.#lastLength
    this.#last = Buffer.allocUnsafeSlow(Math.max(rest.length, maxBlockBytes))
    this.#last.set(rest)
    this.#lastLength = rest.length
  }

  /** Joins the blocks into one. Returns the bytes that are in it. */
  #join(): Buffer {
    if (this.#full.length > 0) {
      const length = this.length
      this.#last = Buffer.concat([...this.#full, this.#last.subarray(0, this.#lastLength)], length)
      this.#full = []
      this.#fullLength = 0
      this.#lastLength = length
    }
    return this.#last.subarray(0, this.#lastLength)
  }
}
