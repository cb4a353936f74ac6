export { type AppriseDestination, type AppriseOptions, apprise } from './apprise.js'
