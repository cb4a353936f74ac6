import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** Ways in which a server keeps a caller waiting, as what it does with each connection. */
const servers: Record<string, Server> = {
  'says nothing': createServer((socket) => socket.resume().on('error', () => {})),
  'TLS that stalls': createServer((socket) => {
    // The beginning of a ServerHello record, whose rest never comes.
    socket.on('error', () => {}).once('data', () => socket.write(Buffer.from([22, 3, 3, 0, 122, 2])))
  }),
  'one byte of the headers a second': createServer((socket) => {
    const bytes = [...'HTTP/1.1 200 OK\r\nX-Slow: yes, very\r\n']
    const timer = setInterval(() => socket.write(bytes.shift() ?? '.'), 1_000)
    socket.on('error', () => {}).on('close', () => clearInterval(timer))
  }),
  'one byte of the body a second': createHttpServer((_, response) => {
    const timer = setInterval(() => response.write('.'), 1_000)
    response.on('close', () => clearInterval(timer)).write('.')
  }),
  'a body that falls silent': createHttpServer((_, response) => {
    response.setHeader('content-length', 1_000)
    response.write('.')
  }),
  'redirects that take half a second': createHttpServer((_, response) => {
    setTimeout(() => response.writeHead(302, { location: '/next' }).end(), 500)
  }),
}

const ports: Record<string, number> = {}
for (const [name, server] of Object.entries(servers)) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ports[name] = (server.address() as AddressInfo).port
}
process.send?.(ports)
