export { toUpgradeHandler, type UpgradeHandler } from './upgrade-handler.js'
