export { type OpsgenieDestination, type OpsgenieOptions, opsgenie } from './opsgenie.js'
