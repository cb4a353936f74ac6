import { type AddressInfo, createServer, type Socket } from 'node:net'
import { answers } from './hostile-answers.js'

/** The hostile owner's server. It speaks HTTP as badly as it likes. */
const server = createServer((socket) => {
  socket.on('error', () => {})
  read(socket, '')
})

/** Reads a request's head, and then behaves as its path says. */
function read(socket: Socket, before: string): void {
  socket.once('data', (data) => {
    const head = before + data.toString('latin1')
    if (!head.includes('\r\n\r\n')) return read(socket, head)
    const path = (head.split(' ', 2)[1] ?? '/').split('?')[0]?.split('/').slice(1) ?? []
    const [, host = ''] = /^host: (.*?)\r?$/im.exec(head) ?? []
    const answer = answers[path[0] ?? ''] ?? answers.ok
    answer?.(socket, { path, host, head })
  })
}

server.listen(0, '127.0.0.1', 4_096, () =>
  process.send?.({ hostile: (server.address() as AddressInfo).port }),
)
