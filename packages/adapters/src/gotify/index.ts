export { type GotifyDestination, type GotifyOptions, gotify } from './gotify.js'
