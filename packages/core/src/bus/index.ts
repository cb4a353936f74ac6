export { inProcessBus } from './in-process-bus.js'
