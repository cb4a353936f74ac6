let callbacks: (() => void)[] = []

/**
 * Calls back once undici has released the connection of a response, one turn of the event loop after the body's end. A
 * call before that would open another connection. The callbacks of one turn share an immediate, behind undici's own.
 */
export function afterConnectionRelease(callback: () => void): void {
  callbacks.push(callback)
  if (callbacks.length > 1) return
  queueMicrotask(() => {
    const due = callbacks
    callbacks = []
    setImmediate(() => {
      for (const each of due) each()
    })
  })
}
