export { type HeldLock, takeLock } from './lock-file.js'
