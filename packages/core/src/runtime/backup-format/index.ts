export { type BackupSource, readBackup } from './read-backup.js'
export { refusedBackup } from './refused-backup.js'
export { type BackupSummary, gzipped, writeBackup } from './write-backup.js'
