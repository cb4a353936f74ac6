export { type AlertmanagerDestination, type AlertmanagerOptions, alertmanager } from './alertmanager.js'
