export { type ConsoleDestination, type ConsoleOptions, console } from './console.js'
