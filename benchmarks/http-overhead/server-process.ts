import { createServer } from 'node:http'

const body = `<!doctype html><title>Ginger tea</title><p>${'price '.repeat(300)}</p>`
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
