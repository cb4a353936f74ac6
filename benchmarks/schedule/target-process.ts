import { createServer } from 'node:http'

const server = createServer((_, response) => response.end('ok'))
server.listen(0, '127.0.0.1', 1_024, () => process.send?.(server.address()))
