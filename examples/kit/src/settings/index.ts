export { completeSecrets } from './complete-secrets.js'
export {
  type CompleteSettings,
  readServerSettings,
  type ServerSettings,
  serverSettings,
} from './server-settings.js'
export {
  commaList,
  type Environment,
  environmentExample,
  readSettings,
  type Setting,
  type SettingsOf,
  type SettingsTable,
} from './setting.js'
