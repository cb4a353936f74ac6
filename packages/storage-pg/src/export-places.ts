import type { Scope } from './transfer-stream.js'

/** The number of exports that hold a connection at the same time. Others wait in line, without one. */
const maxExports = 4

/** The places of exports. They are few, so that exports which nobody reads leave connections to everybody else. */
export class ExportPlaces {
  #free = maxExports
  readonly #waiting: (() => void)[] = []

  /** Returns a scope that waits for a place. It does nothing when its reader leaves before there is one. */
  scope<Source>(inner: Scope<Source>): Scope<Source> {
    return async (read, left) => {
      if (!(await this.#enter(left))) return
      try {
        if (!left.aborted) await inner(read, left)
      } finally {
        this.#leave()
      }
    }
  }

  /** Resolves to `true` once there is a place, and to `false` when the reader has left. */
  async #enter(left: AbortSignal): Promise<boolean> {
    if (this.#free > 0) {
      this.#free--
      return true
    }
    return new Promise<boolean>((resolve) => {
      const enter = () => resolve(true)
      this.#waiting.push(enter)
      left.addEventListener('abort', () => {
        const place = this.#waiting.indexOf(enter)
        if (place < 0) return
        this.#waiting.splice(place, 1)
        resolve(false)
      })
    })
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free++
  }
}
