export { channelsFromEnvironment } from './environment.js'
