export { type TeamsDestination, type TeamsOptions, teams } from './teams.js'
