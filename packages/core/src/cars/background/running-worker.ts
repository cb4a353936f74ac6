import { errorOf, type WorkerMessage, type WorkerRequest } from './worker-messages.js'

/** A worker that runs. */
export interface RunningWorker {
  /** Sends a request; resolves to its answer. One at a time. */
  readonly ask: (request: WorkerRequest, onProgress?: (share: number) => void) => Promise<unknown>
  /** Ends the worker, whatever it does. */
  readonly end: () => void
}

/** The worker of a browser, of Deno or of Bun, as far as it is used. */
interface WebWorker {
  postMessage(message: WorkerRequest): void
  terminate(): void
  onmessage: ((event: { readonly data: WorkerMessage }) => void) | null
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null
}
declare const Worker: (new (url: URL, options: { type: 'module' }) => WebWorker) | undefined

/** The two ends of a worker, whatever runs it. */
interface Channel {
  readonly post: (message: WorkerRequest) => void
  readonly end: () => void
}

interface Listeners {
  readonly onMessage: (message: WorkerMessage) => void
  readonly onError: (error: unknown) => void
}

/**
 * Starts the worker. Resolves to `undefined` where none can be made: on a platform without workers, or in a bundle that
 * lacks the worker's file.
 */
export async function startWorker(): Promise<RunningWorker | undefined> {
  let broken: { readonly error: unknown } | undefined
  let listeners: Listeners = { onMessage: () => {}, onError: () => {} }
  let channel: Channel | undefined
  const isReady = new Promise<boolean>((resolve) => {
    listeners = { onMessage: () => resolve(true), onError: () => resolve(false) }
  })
  try {
    channel = open({
      onMessage: (message) => listeners.onMessage(message),
      onError: (error) => {
        broken ??= { error }
        listeners.onError(error)
      },
    })
  } catch {
    // A platform may know workers and forbid them.
  }
  if (!channel || !(await isReady)) {
    channel?.end()
    return undefined
  }
  const { post, end } = channel
  const ask: RunningWorker['ask'] = (request, onProgress) =>
    new Promise((resolve, reject) => {
      if (broken) throw broken.error
      const onMessage = (message: WorkerMessage) => settle(message, { resolve, reject, onProgress })
      listeners = { onMessage, onError: reject }
      post(request)
    })
  return { ask, end }
}

/** The ends of a request. */
interface Pending {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
  readonly onProgress: ((share: number) => void) | undefined
}

/** Settles a request by a message, or tells the progress. */
function settle(message: WorkerMessage, { resolve, reject, onProgress }: Pending): void {
  if (message === 'ready') return
  if ('failure' in message) reject(errorOf(message.failure))
  else if ('answer' in message) resolve(message.answer)
  else
    try {
      onProgress?.(message.progress)
    } catch (error) {
      // The host's own function has failed.
      reject(error)
    }
}

function open({ onMessage, onError }: Listeners): Channel | undefined {
  if (typeof Worker === 'undefined') return openThread({ onMessage, onError })
  // Bundlers know a worker by these very words.
  const worker = new Worker(new URL('./market-worker.js', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }) => onMessage(data)
  worker.onerror = (event) => {
    event.preventDefault?.()
    onError(new Error(`the worker failed: ${event.message ?? 'its file did not load'}`))
  }
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() }
}

const threadFile = './market-worker.js'

/** Opens a thread of Node, which has no workers by the name of the browsers'. */
function openThread({ onMessage, onError }: Listeners): Channel | undefined {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads')
  if (!threads) return undefined
  // The flags of the process may be such as only its main program takes, like `--input-type`.
  const thread = new threads.Worker(new URL(threadFile, import.meta.url), { execArgv: [] })
  thread.on('message', onMessage)
  thread.on('error', onError)
  thread.on('exit', (code) => onError(new Error(`the worker ended with code ${code}`)))
  return { post: (message) => thread.postMessage(message), end: () => void thread.terminate() }
}
