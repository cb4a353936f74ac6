/** A map of texts that keeps to a size: what was written longest ago goes first. */
export class RecentMap extends Map<string, string> {
  readonly #maxChars: number
  #chars = 0

  constructor(maxChars: number) {
    super()
    this.#maxChars = maxChars
  }

  override set(key: string, value: string): this {
    this.delete(key)
    super.set(key, value)
    this.#chars += key.length + value.length
    for (const oldest of this.keys()) {
      if (this.#chars <= this.#maxChars) break
      this.delete(oldest)
    }
    return this
  }

  override delete(key: string): boolean {
    const value = this.get(key)
    if (value !== undefined) this.#chars -= key.length + value.length
    return super.delete(key)
  }

  override clear(): void {
    super.clear()
    this.#chars = 0
  }
}
