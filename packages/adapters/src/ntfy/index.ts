export { type NtfyDestination, type NtfyOptions, ntfy } from './ntfy.js'
