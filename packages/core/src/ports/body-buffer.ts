const empty = Buffer.alloc(0)

/** The share of unused capacity above which the bytes are copied into a buffer of their length. */
const maxUnusedShare = 0.25

/**
 * The bytes of a body, copied piece by piece into one buffer that grows. A piece is a view of a much larger buffer of the
 * socket, so keeping pieces would keep those.
 */
export class BodyBuffer {
  #bytes = empty
  #length = 0

  /** The number of bytes so far. */
  get length(): number {
    return this.#length
  }

  /** Appends a copy of a piece. */
  append(piece: Uint8Array): void {
    const length = this.#length + piece.length
    if (length > this.#bytes.length) this.#grow(length)
    this.#bytes.set(piece, this.#length)
    this.#length = length
  }

  /** Returns `true` when these bytes occur at an index or after it. */
  includes(wanted: Buffer, from = 0): boolean {
    return this.#bytes.subarray(0, this.#length).includes(wanted, from)
  }

  /** Returns all bytes so far, as one buffer that holds little else. */
  read(): Buffer {
    const bytes = this.#bytes.subarray(0, this.#length)
    const isTight = this.#bytes.length - this.#length <= maxUnusedShare * this.#bytes.length
    return isTight ? bytes : Buffer.from(bytes)
  }

  /** Removes all bytes and returns them. */
  take(): Buffer {
    const bytes = this.read()
    this.#bytes = empty
    this.#length = 0
    return bytes
  }

  /** The first piece is often the only one, so it gets no capacity beyond its length. */
  #grow(length: number): void {
    const isFirst = this.#length === 0
    const grown = Buffer.allocUnsafeSlow(isFirst ? length : Math.max(length, 2 * this.#bytes.length))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}
