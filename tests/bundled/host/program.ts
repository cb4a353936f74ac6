import { checkOnce, storageOf } from './check-once.js'

checkOnce(storageOf(process.env)).then((result) => console.log(JSON.stringify(result)))
