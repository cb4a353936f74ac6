export { abortedBy, untilSignal } from './aborted.js'
export { BoundedQueue } from './bounded-queue.js'
export { once } from './once.js'
