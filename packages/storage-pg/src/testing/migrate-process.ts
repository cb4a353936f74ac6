import { pgStorage } from '../index.js'

// Migrates the schema that its arguments name, as a process of its own.
const [connectionString = '', schema = ''] = process.argv.slice(2)
const storage = pgStorage({ connectionString, schema })
await storage.migrate()
await storage.close()
