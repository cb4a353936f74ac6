import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createHttp } from '../index.js'

const canaryAddress = '127.0.0.1'
/** Stands for an address of the public network, where no test may go. */
const publicAddress = '127.0.0.2'

/** A resolver that turns to the canary after some answers, and one that a server leads on to it: neither ever connects there. */
export const faultRun = {
  name: 'a name server that turns to an inner address',
  rounds: 10_000,
  run: async (rounds: number): Promise<readonly string[]> => {
    let reached = 0
    const shop = createServer((_, response) => response.setHeader('connection', 'close').end('public'))
    const port = await listen(shop, publicAddress, 0)
    const canary = createServer((_, response) => response.end('inner'))
    canary.on('connection', () => (reached += 1))
    await listen(canary, canaryAddress, port)
    const broken: string[] = []
    for (let round = 0; round < rounds; round++) {
      const honest = 1 + (round % 3)
      const texts = await askWhileTurning(honest, port)
      if (texts.length !== honest || reached > 0)
        broken.push(
          `round ${round}: ${texts.length} of ${honest} honest answers, ${reached} connections inside`,
        )
    }
    shop.close()
    canary.close()
    return broken
  },
}

async function listen(server: Server, address: string, port: number): Promise<number> {
  server.listen(port, address)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Asks four times, each over a connection of its own; resolves to the answers that came from the public side. */
async function askWhileTurning(honest: number, port: number): Promise<readonly string[]> {
  let answers = 0
  const lookup = async () => {
    answers += 1
    return [{ address: answers <= honest ? publicAddress : canaryAddress, family: 4 as const }]
  }
  const http = createHttp({ allow: [publicAddress], lookup })
  const texts: string[] = []
  for (let request = 0; request < 4; request++) {
    const text = await http.get(`http://turning.example:${port}/`).then(
      (answer) => answer.text,
      () => 'refused',
    )
    if (text !== 'refused') texts.push(text)
  }
  await http.close()
  return texts
}
