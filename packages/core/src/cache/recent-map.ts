/** A map of texts that keeps to a size: what was written longest ago goes first. */
export class RecentMap extends Map<string, string> {
  readonly #mostChars: number
  #chars = 0

  constructor(mostChars: number) {
    super()
    this.#mostChars = mostChars
  }

  override set(key: string, value: string): this {
    this.delete(key)
    super.set(key, value)
    this.#chars += key.length + value.length
    for (const oldest of this.keys()) {
      if (this.#chars <= this.#mostChars) break
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
