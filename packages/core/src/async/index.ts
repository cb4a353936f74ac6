export { BoundedQueue } from './bounded-queue.js'
export { once } from './once.js'
