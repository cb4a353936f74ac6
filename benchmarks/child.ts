import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of a benchmark's own, which answers one message at a time with one. */
export interface Child {
  /** Sends a message, or none to hear the first; resolves to what comes back. */
  ask<Answer>(message?: unknown): Promise<Answer>
  close(): void
}

/**
 * Starts the module that lies at the address in a process of its own.
 *
 * @param execArgv - options of Node; those of this process unless given.
 */
export function startChild(module: URL, execArgv: readonly string[] = process.execArgv): Child {
  const child: ChildProcess = fork(module, { execArgv: [...execArgv] })
  return {
    ask: async <Answer>(message?: unknown) => {
      const ending = new AbortController()
      const ended = once(child, 'exit', { signal: ending.signal }).then(([code]) => {
        throw new Error(`${module.pathname} ended with code ${code} and no answer`)
      })
      const answered = once(child, 'message', { signal: ending.signal })
      if (message !== undefined) child.send(message as object)
      const [answer] = await Promise.race([answered, ended]).finally(() => {
        ended.catch(() => undefined)
        answered.catch(() => undefined)
        ending.abort()
      })
      return answer as Answer
    },
    close: () => void child.kill(),
  }
}
