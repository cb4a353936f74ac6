import { pgStorage } from '../index.js'

// Makes the tables of the schema that it is given, as a process of its own.
const [connectionString = '', schema = ''] = process.argv.slice(2)
const storage = pgStorage({ connectionString, schema })
await storage.migrate()
await storage.close()
